/**
 * The work that every engine runs: what is done to one directory, to some of its files, to one
 * file.
 *
 * <p>A {@link dev.haul.task.Task} is a value: it names directories by {@link
 * dev.haul.fs.DirectoryRef}, so that it can wait in a queue without descriptors, and it has a
 * binary form ({@link dev.haul.task.TaskCodec}), so that it can run in another process. It may run
 * more than once. {@link dev.haul.task.Task#run} works through entries until {@link
 * dev.haul.task.TaskContext#shouldYield}, hands subdirectories to the scheduler as it finds them,
 * and returns a {@link dev.haul.task.TaskReport}; only reports are counted.
 *
 * <p>Data does not move in here: an open {@link dev.haul.fs.FileTransfer}, or {@link
 * dev.haul.append.AppendTransfer}, goes to {@link dev.haul.task.TaskContext#mover}, and each engine
 * moves it in its own way; small files of a directory come to it in groups ({@link
 * dev.haul.task.Mover#move}), and a thread that is idle helps with a large one ({@link
 * dev.haul.task.Helpers}). An entry that fails for a reason that may pass is tried again by {@link
 * dev.haul.task.Retries}. Whether a target may be made or replaced is decided by {@link
 * dev.haul.task.TargetPlacement} alone; whether a file is copied or linked to an earlier copy is
 * not decided here at all: a file with several names is returned as a {@link
 * dev.haul.task.LinkCandidate}.
 *
 * <p>What waits for all that a task has begun is the task it returns as its finish. So a directory
 * gets its times when its entries are copied ({@link dev.haul.task.FinishDirectory}), goes when
 * they are gone ({@link dev.haul.task.RemoveDirectory}), and the source of a move is deleted when
 * its copy is whole ({@link dev.haul.task.FinishMove}).
 */
@NullMarked
package dev.haul.task;

import org.jspecify.annotations.NullMarked;
