/**
 * {@link dev.haul.fs.Directory} by direct system calls.
 *
 * <p>The only package that uses {@code java.lang.foreign}. From the bottom up: {@code Native} calls
 * any C function through one handle; {@code Libc} names the functions and turns failure into a
 * negative error number; {@code Errno} turns an error number into the JDK's exception; {@code
 * Scratch} is a thread's own native memory; {@code LinuxDirectory}, {@code LinuxSourceFile} and
 * {@code LinuxTransfer} are the rooms' contract. {@link dev.haul.fs.linux.LinuxRoots} is the door.
 */
@NullMarked
package dev.haul.fs.linux;

import org.jspecify.annotations.NullMarked;
