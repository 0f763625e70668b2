/**
 * The one way to touch files: everything below an operand is reached from an open {@link
 * dev.haul.fs.Directory}, one name at a time, never through a path and never following a link.
 *
 * <p>Start with {@link dev.haul.fs.Directory} and {@link dev.haul.fs.FileTransfer}. {@link
 * dev.haul.fs.Roots} opens the first directory of a tree and is the only class that knows which
 * implementation serves it; {@link dev.haul.fs.DirectoryCache} keeps directories open while there
 * is work in them.
 *
 * <p>Rules that every method keeps, in both implementations:
 *
 * <ul>
 *   <li>A path is resolved once, at the operand. What was opened is identified by {@link
 *       dev.haul.fs.FileIdentity} (device and inode), and a directory that has to be opened again
 *       must have the identity it had the first time.
 *   <li>Nothing is checked by name and then used by name. A file is opened without following, then
 *       asked what it is; a target is created exclusively or published by one atomic rename.
 *   <li>Only what is listed as a regular file is opened, for opening a FIFO or a device has effects
 *       of its own; what was opened is asked what it is. Whoever puts a FIFO into a file's place in
 *       between can have it opened, without waiting, and closed again.
 *   <li>Errors are the JDK's ({@link java.nio.file.NoSuchFileException} and its kind) and name the
 *       paths they are about.
 * </ul>
 */
@NullMarked
package dev.haul.fs;

import org.jspecify.annotations.NullMarked;
