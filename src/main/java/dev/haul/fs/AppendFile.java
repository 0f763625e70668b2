package dev.haul.fs;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * A file open for appending. For one thread at a time.
 *
 * <p>What is written goes to the end of the file as that is then, in one step: bytes of different
 * writes never mingle, whoever makes them.
 */
public interface AppendFile extends Closeable {
  /** Which file this is, whatever its name is by now. */
  FileIdentity identity();

  /** Where it ends now, in bytes. */
  long size() throws IOException;

  /**
   * What tells this file from others that had the same identity before, as when an inode is used
   * again: when it was made; 0 if the file system does not say.
   */
  long generation();

  /** Whether the file can only grow: nothing that was written can be taken back; chattr(1). */
  boolean onlyGrows();

  /** Whether {@link #read} is permitted. */
  boolean canRead();

  /** Where files have an end at all: not if it is a device. */
  boolean hasEnd();

  /** Waits for the lock, however long somebody has it. */
  void lock() throws IOException;

  /** Takes the lock if nobody has it. */
  boolean tryLock() throws IOException;

  void unlock() throws IOException;

  /**
   * Writes as much of {@code bytes} as goes in by one write; less than all only when something is
   * about to fail.
   *
   * @param bytes direct; its position moves on by what was written
   */
  int write(ByteBuffer bytes) throws IOException;

  /** Where the last {@link #write} ended. */
  long position() throws IOException;

  /** Reads from {@code offset} on until {@code bytes} is full or the file ends. */
  void read(ByteBuffer bytes, long offset) throws IOException;

  /** Cuts the file. */
  void truncate(long size) throws IOException;

  /** Sees to it that writing {@code length} bytes from {@code offset} on will find room. */
  void reserve(long offset, long length) throws IOException;

  /**
   * Says that {@code length} bytes are about to be written from {@code offset} on, where the file
   * system makes use of that. If they are not written after all, up to 2 MiB of room stay the
   * file's until it is cut or has grown so far.
   */
  void expect(long offset, long length);

  /**
   * Makes what was written durable.
   *
   * @param attributes also the times, which are not needed to read it back
   */
  void sync(boolean attributes) throws IOException;

  @Override
  void close() throws IOException;
}
