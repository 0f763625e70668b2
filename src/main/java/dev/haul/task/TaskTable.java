package dev.haul.task;

import dev.haul.fs.DirectoryRef;
import java.net.ProtocolException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What tasks only name in their binary form because both sides know it: the jobs and the roots of a
 * run, by their numbers.
 */
public final class TaskTable {
  private final Map<Integer, Job> jobs = new ConcurrentHashMap<>();
  private final Map<Integer, DirectoryRef> roots = new ConcurrentHashMap<>();

  public void add(Job job) {
    jobs.putIfAbsent(job.id(), job);
  }

  /** Adds the reference of a root itself. */
  public void add(DirectoryRef root) {
    roots.putIfAbsent(root.root().id(), root);
  }

  Job job(int id) throws ProtocolException {
    return known(jobs.get(id), "job", id);
  }

  DirectoryRef root(int id) throws ProtocolException {
    return known(roots.get(id), "root", id);
  }

  private static <T> T known(@Nullable T found, String what, int id) throws ProtocolException {
    if (found == null) {
      throw new ProtocolException("no " + what + " has the number " + id);
    }
    return found;
  }
}
