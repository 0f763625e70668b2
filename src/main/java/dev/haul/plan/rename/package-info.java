/**
 * From operands to renames: what everything is to be called, in which order that works, and why it
 * is refused before anything happens.
 *
 * <p>Begin with {@link dev.haul.plan.rename.RenamePlanner}. It asks a {@link
 * dev.haul.plan.rename.NewName} what each entry is to be called, and gathers what it finds in one
 * {@code PlannedDirectory} for each directory, which checks the names against each other and
 * against what is there; other threads look that up meanwhile ({@code Lookups}). {@link
 * dev.haul.plan.rename.UndoFile} holds a plan on the disk before it is carried out; {@link
 * dev.haul.plan.rename.UndoPlanner} makes of it the plan that takes it back, by looking where each
 * file is now.
 */
@NullMarked
package dev.haul.plan.rename;

import org.jspecify.annotations.NullMarked;
