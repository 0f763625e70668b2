/*
 * A library for the tests, loaded before libc by LD_PRELOAD: before the n-th time that a process
 * reads one file, the file is changed, as somebody else might do it.
 *
 *   HAUL_CHANGE_FILE  its absolute path
 *   HAUL_CHANGE_AT    before which read, from 1; 0 is before it is opened
 *   HAUL_CHANGE_HOW   truncate, append, rewrite, remove or replace
 *   HAUL_CHANGE_LOG   a file that is made when it has been done
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define EXPORTED __attribute__((visibility("default")))

static const char *file;
static const char *base;
static struct stat identity;
static long at;
static long reads;

static void *real(const char *name) {
  void *found = dlsym(RTLD_NEXT, name);
  if (!found) abort();
  return found;
}

__attribute__((constructor)) static void from_environment(void) {
  const char *path = getenv("HAUL_CHANGE_FILE");
  if (!path || stat(path, &identity)) return;
  at = atol(getenv("HAUL_CHANGE_AT"));
  base = strrchr(path, '/') + 1;
  file = path;
}

static void must(int well) {
  if (!well) {
    perror("change");
    abort();
  }
}

static void fill(const char *path, int flags, off_t from, off_t size) {
  static char block[65536];
  memset(block, 'Z', sizeof block);
  int fd = open(path, flags | O_CLOEXEC, 0644);
  must(fd >= 0);
  for (off_t done = 0; done < size; done += (off_t)sizeof block) {
    size_t part = size - done < (off_t)sizeof block ? (size_t)(size - done) : sizeof block;
    must(pwrite(fd, block, part, from + done) == (ssize_t)part);
  }
  close(fd);
}

static void change(void) {
  const char *how = getenv("HAUL_CHANGE_HOW");
  off_t size = identity.st_size;
  if (!strcmp(how, "truncate")) {
    must(!truncate(file, size / 2));
  } else if (!strcmp(how, "append")) {
    fill(file, O_WRONLY, size, 100000);
  } else if (!strcmp(how, "rewrite")) {
    fill(file, O_WRONLY, 0, size);
  } else if (!strcmp(how, "remove")) {
    must(!unlink(file));
  } else {
    char other[4096];
    must(!strcmp(how, "replace"));
    snprintf(other, sizeof other, "%s.other", file);
    fill(other, O_WRONLY | O_CREAT | O_EXCL, 0, size);
    must(!rename(other, file));
  }
  int log = open(getenv("HAUL_CHANGE_LOG"), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  must(log >= 0);
  close(log);
}

static void reading(int fd) {
  struct stat now;
  if (!file || at == 0 || fstat(fd, &now)) return;
  if (now.st_dev != identity.st_dev || now.st_ino != identity.st_ino) return;
  if (__atomic_add_fetch(&reads, 1, __ATOMIC_SEQ_CST) == at) change();
}

EXPORTED ssize_t read(int fd, void *data, size_t size) {
  static ssize_t (*next)(int, void *, size_t);
  if (!next) next = real("read");
  reading(fd);
  return next(fd, data, size);
}

#define PREAD(name)                                                   \
  EXPORTED ssize_t name(int fd, void *data, size_t size, off_t from) { \
    static ssize_t (*next)(int, void *, size_t, off_t);               \
    if (!next) next = real(#name);                                    \
    reading(fd);                                                      \
    return next(fd, data, size, from);                                \
  }
PREAD(pread)
PREAD(pread64)

EXPORTED ssize_t copy_file_range(int in, off_t *from, int out, off_t *to, size_t size,
                                 unsigned flags) {
  static ssize_t (*next)(int, off_t *, int, off_t *, size_t, unsigned);
  if (!next) next = real("copy_file_range");
  reading(in);
  return next(in, from, out, to, size, flags);
}

#define OPENAT(name)                                                       \
  EXPORTED int name(int fd, const char *path, int flags, ...) {            \
    static int (*next)(int, const char *, int, ...);                       \
    if (!next) next = real(#name);                                         \
    va_list list;                                                          \
    va_start(list, flags);                                                 \
    mode_t mode = va_arg(list, mode_t);                                    \
    va_end(list);                                                          \
    if (file && at == 0 && !(flags & O_CREAT) && !strcmp(path, base) &&    \
        __atomic_add_fetch(&reads, 1, __ATOMIC_SEQ_CST) == 1) {            \
      change();                                                            \
    }                                                                      \
    return next(fd, path, flags, mode);                                    \
  }
OPENAT(openat)
OPENAT(openat64)
