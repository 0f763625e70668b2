/**
 * The engine of platform threads: each worker runs one task at a time and moves data itself, with a
 * buffer of its own. The fastest on one machine, since nothing is handed over. While fewer workers
 * have work than may, a thread in the place of another helps with a large file.
 */
@NullMarked
package dev.haul.engine.thread;

import org.jspecify.annotations.NullMarked;
