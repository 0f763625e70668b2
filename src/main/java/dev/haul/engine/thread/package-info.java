/**
 * The engine of platform threads: each worker runs one task at a time and moves data itself, with a
 * buffer of its own. The fastest on one machine, since nothing is handed over.
 */
@NullMarked
package dev.haul.engine.thread;

import org.jspecify.annotations.NullMarked;
