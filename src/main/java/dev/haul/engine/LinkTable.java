package dev.haul.engine;

import dev.haul.task.LinkCandidate;
import java.util.HashMap;
import java.util.Map;

/**
 * The hard-linked files that runs have come upon and not yet seen all names of. Guarded by the
 * scheduler's lock.
 */
final class LinkTable {
  private final Map<LinkGroup.Key, LinkGroup> groups = new HashMap<>();

  LinkGroup add(LinkCandidate candidate, PendingDirectory node) {
    LinkGroup group =
        groups.computeIfAbsent(LinkGroup.Key.of(candidate), _ -> new LinkGroup(candidate));
    group.add(candidate, node);
    return group;
  }

  void forgetIfUsedUp(LinkGroup group) {
    if (group.isUsedUp()) {
      groups.remove(group.key());
    }
  }

  /** Forgets what a run has not seen all names of. */
  void forgetScope(int scope) {
    groups.keySet().removeIf(key -> key.scope() == scope);
  }

  int size() {
    return groups.size();
  }
}
