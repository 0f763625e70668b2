/**
 * Any number of threads, processes and other programs add records to one file.
 *
 * <p>Start with {@link dev.haul.append.Appender}. The operation {@link dev.haul.Append} and the
 * command add what {@link dev.haul.append.RecordSplitter} finds in a source, and share one appender
 * for each file ({@link dev.haul.append.Appenders}). A <em>record</em> is what one call adds; a
 * <em>batch</em> is what is written under one hold of the lock.
 *
 * <p>What makes a record whole:
 *
 * <ul>
 *   <li>Each batch is one write at the end of the file, so that it does not mingle with what others
 *       write, also those who take no lock.
 *   <li>Kill -9 can cut one write in two, at the edge of a page. So what is about to be written
 *       stands in an {@link dev.haul.append.Intent} before, under the lock and in memory that
 *       outlives the process. Who gets the lock next finds it, proves that the end of the file is a
 *       beginning of that batch and nothing else, and cuts it off.
 *   <li>When a write fails, what it has written is cut off while the lock is still held.
 *   <li>Who has the lock looks whether the file still has its name: after a rotation the next
 *       record goes to the new file.
 * </ul>
 *
 * <p>The locks belong to a descriptor that nobody else in the process can reach ({@link
 * dev.haul.fs.AppendFile}), and they are the kernel's: the dead hold none.
 *
 * <p>Inside a process a caller that finds the file free writes at once, for itself and for all who
 * have queued meanwhile; a queue with a thread of its own would be several times slower.
 */
@NullMarked
package dev.haul.append;

import org.jspecify.annotations.NullMarked;
