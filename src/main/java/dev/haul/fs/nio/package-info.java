/**
 * {@link dev.haul.fs.Directory} on any {@link java.nio.file.FileSystem}: the default one where
 * system calls are not permitted or there is no Linux, and those in memory or in an archive.
 *
 * <p>{@link dev.haul.fs.nio.NioRoots} is the door. {@code Volume} says what one file system can
 * tell and hold; {@code NioDirectory}, {@code NioSourceFile} and {@code NioTransfer} are the rooms'
 * contract; {@code Errors} names the paths as the user wrote them and lets nothing unchecked out.
 *
 * <p>What is lost in comparison with {@code dev.haul.fs.linux}:
 *
 * <ul>
 *   <li>An open directory is a path and an identity, not a descriptor. The identity is compared
 *       before every use, which makes a race with somebody who swaps directories short, not
 *       impossible; a directory that is renamed while it is open is not found any more. Links are
 *       not followed in the last place of a path, and the top of a tree is resolved once.
 *   <li>A file is asked what it is before it is opened and once more afterwards, by its path, and
 *       so is the source after its data was read.
 *   <li>Nothing is replaced except by an atomic move. Where a file system has no hard links, "do
 *       not replace" is a look followed by that move: what appears between the two may be lost.
 *   <li>Holes cannot be seen, so on the default file system runs of zeros become holes, and
 *       elsewhere they are written out. Data is never shared with its copy.
 *   <li>Of extended attributes only {@code user.*} are seen. Access control lists, capabilities and
 *       labels are neither copied nor reported as lost.
 *   <li>FIFOs, sockets and devices cannot be made. A symbolic link is read as a path, so its text
 *       loses doubled and trailing slashes.
 *   <li>Where there is no {@code unix} view: no owner, one link per file, no change time; where
 *       there is no {@code posix} view either, no mode, and what is made is not private.
 *   <li>A cursor counts entries, so if some were removed meanwhile a directory that was closed is
 *       continued too late.
 *   <li>Only files are made durable, and on a POSIX default file system directories too; an archive
 *       is written when its file system is closed.
 * </ul>
 */
@NullMarked
package dev.haul.fs.nio;

import org.jspecify.annotations.NullMarked;
