/**
 * From operands to operations: where each copy goes, and what is refused before anything is
 * written.
 *
 * <p>Begin with {@link dev.haul.plan.CopyPlanner}; the other verbs have planners like it. They only
 * look; what they find may have changed when the operations run, and the rooms below check again
 * what matters for safety.
 */
@NullMarked
package dev.haul.plan;

import org.jspecify.annotations.NullMarked;
