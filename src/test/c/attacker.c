/*
 * A program for the tests: exchanges the names of pairs, one pair after the other at random, until
 * its standard input ends; then it puts everything back and tells how many exchanges there were.
 *
 *   attacker [-g] SEED ONE OTHER [ONE OTHER]...
 *
 * With -g names may be gone, as where somebody deletes them: such a pair is left as it is.
 *
 * The directories that the names are in are opened first: a pair is found wherever another exchange
 * has taken its directory, and never through a link.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { EXCHANGES_A_LOOK = 64 };

struct place {
  int directory;
  const char *name;
};

struct pair {
  struct place one, other;
  int exchanged;
};

static void fail(const char *what) {
  fprintf(stderr, "attacker: %s: %s\n", what, strerror(errno));
  exit(1);
}

static struct place place(char *path) {
  char *slash = strrchr(path, '/');
  if (!slash) fail("not an absolute path");
  *slash = 0;
  int directory = open(path, O_PATH | O_DIRECTORY | O_CLOEXEC);
  if (directory < 0) fail(path);
  return (struct place){directory, slash + 1};
}

static int exchange(struct pair *pair, int may_be_gone) {
  if (renameat2(pair->one.directory, pair->one.name, pair->other.directory, pair->other.name,
                RENAME_EXCHANGE)) {
    if (!may_be_gone || errno != ENOENT) fail(pair->one.name);
    return 0;
  }
  pair->exchanged = !pair->exchanged;
  return 1;
}

static int ended(void) {
  struct pollfd input = {.fd = STDIN_FILENO, .events = POLLIN};
  return poll(&input, 1, 0) != 0;
}

int main(int count, char **arguments) {
  int may_be_gone = count > 1 && !strcmp(arguments[1], "-g");
  count -= may_be_gone;
  arguments += may_be_gone;
  int pairs = (count - 2) / 2;
  if (pairs < 1) fail("no pairs");
  struct pair *all = calloc((size_t)pairs, sizeof *all);
  if (!all) fail("calloc");
  for (int i = 0; i < pairs; i++) {
    all[i].one = place(arguments[2 + 2 * i]);
    all[i].other = place(arguments[3 + 2 * i]);
  }
  unsigned seed = (unsigned)strtoul(arguments[1], NULL, 10);
  long exchanges = 0;
  int begun = 0;
  while (!ended()) {
    for (int i = 0; i < EXCHANGES_A_LOOK; i++) {
      exchanges += exchange(&all[rand_r(&seed) % pairs], may_be_gone);
    }
    if (!begun) {
      begun = 1;
      puts("begun");
      fflush(stdout);
    }
  }
  for (int i = 0; i < pairs; i++) {
    if (all[i].exchanged) exchange(&all[i], may_be_gone);
  }
  printf("%ld\n", exchanges);
}
