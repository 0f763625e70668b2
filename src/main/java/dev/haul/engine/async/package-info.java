/**
 * The engine of asynchronous channels: the data of many files moves at once, on few threads.
 *
 * <p>{@link dev.haul.engine.async.AsyncEngine} runs tasks on a few threads of its own, {@code
 * haul-names-N}: names, attributes, directories, links and deletions have no asynchronous form in
 * Java. A file's data does not pass through these. Its task hands it to a {@link
 * dev.haul.engine.async.DataPipe}, which reads and writes by {@link
 * java.nio.channels.AsynchronousFileChannel}s, the next read while the last write is on its way,
 * and goes on with the next file; when the data is there, the end of the transfer comes back to the
 * task ({@link dev.haul.engine.async.AsyncTask}), on whichever of the threads is free. A task has
 * ended when all its transfers have.
 *
 * <p>Records that are appended go another way ({@link dev.haul.engine.async.RecordPipe}): they are
 * read through such a channel, but added by the one writer that {@link dev.haul.append} has for
 * each file, behind a future. Asynchronous channels cannot append, and what they write at a
 * position would destroy what others have added there.
 *
 * <p>No thread ever waits for a file. What bounds the files on their way is that tasks give up what
 * is left of them when there are too many, and none is begun until some have ended.
 *
 * <p>Linux has asynchronous reads and writes, but the JDK does not use them: its channels hand each
 * operation to a thread of the executor they were opened with, {@code haul-io-N} here, that makes
 * the plain call.
 */
@NullMarked
package dev.haul.engine.async;

import org.jspecify.annotations.NullMarked;
