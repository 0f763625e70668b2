/*
 * A library for the tests, loaded before libc by LD_PRELOAD: it counts the calls that change
 * something below one directory, and at the n-th of them it fails the call, shortens it, or sends
 * the process a signal. From the environment of a command, or armed from within by a test.
 *
 *   HAUL_FAULT_DIR   the directory, as /proc/self/fd shows it
 *   HAUL_FAULT_AT    which call, from 1; 0 only counts
 *   HAUL_FAULT_ONLY  the name of the only calls that count
 *   HAUL_FAULT_KIND  kill (before the call), killed (after it), stop, int, term (before it), hang
 *                    (instead of it), short, or an error number
 *   HAUL_FAULT_WITHOUT  fsync, fdatasync or syncfs: it is not done, and told to have succeeded
 *   HAUL_FAULT_LOG   a file that is told of each fault, the call and its number; when calls were
 *                    only counted, of how many there were
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#define EXPORTED __attribute__((visibility("default")))
enum {
  KILL_BEFORE = -1, KILL_AFTER = -2, SHORT = -3, STOP = -4, INTERRUPT = -5, TERMINATE = -6, HANG = -7
};

static char directory[4096];
static long at;          /* which call gets the fault */
static int kind;         /* one of the above, or an error number */
static int lasting;      /* whether every call from that one on gets it */
static long calls;       /* so far */
static long delivered;   /* faults so far */
static int armed;
static char only[64];    /* calls that count; empty for all */
static char last[64];    /* the call that got the last one */

static void *real(const char *name) {
  void *found = dlsym(RTLD_NEXT, name);
  if (!found) {
    fprintf(stderr, "fault: no %s\n", name);
    abort();
  }
  return found;
}

EXPORTED long haul_fault_arm(const char *path, long call, long what, long whether_lasting) {
  snprintf(directory, sizeof directory, "%s", path);
  at = call;
  kind = (int)what;
  lasting = (int)whether_lasting;
  __atomic_store_n(&calls, 0, __ATOMIC_SEQ_CST);
  __atomic_store_n(&delivered, 0, __ATOMIC_SEQ_CST);
  __atomic_store_n(&armed, 1, __ATOMIC_SEQ_CST);
  return 0;
}

/* Ends it; the calls counted. */
EXPORTED long haul_fault_disarm(void) {
  __atomic_store_n(&armed, 0, __ATOMIC_SEQ_CST);
  return calls;
}

EXPORTED long haul_fault_delivered(void) { return delivered; }

EXPORTED const char *haul_fault_last(void) { return last; }

__attribute__((constructor)) static void from_environment(void) {
  const char *path = getenv("HAUL_FAULT_DIR");
  if (!path) return;
  const char *word = getenv("HAUL_FAULT_KIND");
  const char *call = getenv("HAUL_FAULT_AT");
  const char *name = getenv("HAUL_FAULT_ONLY");
  snprintf(only, sizeof only, "%s", name ? name : "");
  int what = !word                      ? 0
             : !strcmp(word, "kill")   ? KILL_BEFORE
             : !strcmp(word, "killed") ? KILL_AFTER
             : !strcmp(word, "short")  ? SHORT
             : !strcmp(word, "stop")   ? STOP
             : !strcmp(word, "int")    ? INTERRUPT
             : !strcmp(word, "term")   ? TERMINATE
             : !strcmp(word, "hang")   ? HANG
                                       : atoi(word);
  haul_fault_arm(path, call ? atol(call) : 0, what, getenv("HAUL_FAULT_LASTING") != NULL);
}

/* Whether the open file lies below the directory; *at calls with an absolute path are told by it. */
static int concerns(int fd, const char *path) {
  char name[4096];
  size_t length = strlen(directory);
  if (path && path[0] == '/') {
    if (!strncmp(path, "/proc/self/fd/", 14)) {
      return concerns(atoi(path + 14), NULL);
    }
    return !strncmp(path, directory, length);
  }
  char link[64];
  if (fd == AT_FDCWD) {
    snprintf(link, sizeof link, "/proc/self/cwd");
  } else {
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  }
  ssize_t size = readlink(link, name, sizeof name - 1);
  if (size < 0) return 0;
  name[size] = 0;
  return !strncmp(name, directory, length) && (name[length] == 0 || name[length] == '/');
}

static void note(const char *call, long number) {
  snprintf(last, sizeof last, "%s", call);
  const char *log = getenv("HAUL_FAULT_LOG");
  if (!log) return;
  int fd = (int)syscall(SYS_openat, AT_FDCWD, log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  if (fd < 0) return;
  char line[128];
  int length = snprintf(line, sizeof line, "%s %ld\n", call, number);
  if (syscall(SYS_write, fd, line, (size_t)length) < 0) abort();
  close(fd);
}

__attribute__((destructor)) static void tell_calls(void) {
  if (armed && at == 0) note("calls", calls);
}

/* To this very thread: it is to go no further, while any thread may take what kill(2) sends. */
static void stop_here(void) { syscall(SYS_tgkill, getpid(), (pid_t)syscall(SYS_gettid), SIGSTOP); }

static void befall(void) {
  switch (kind) {
    case KILL_BEFORE: kill(getpid(), SIGKILL); break;
    case STOP: stop_here(); break;
    case INTERRUPT: kill(getpid(), SIGINT); break;
    case TERMINATE: kill(getpid(), SIGTERM); break;
    case HANG: for (;;) pause();
  }
}

/* What befalls this call: 0 nothing, else the kind. */
static int due(const char *call, int fd, const char *path) {
  if (!__atomic_load_n(&armed, __ATOMIC_SEQ_CST)) return 0;
  if (*only && strcmp(call, only)) return 0;
  int before = errno;
  int ours = concerns(fd, path);
  errno = before;
  if (!ours) return 0;
  long number = __atomic_add_fetch(&calls, 1, __ATOMIC_SEQ_CST);
  if (at == 0 || (lasting ? number < at : number != at)) return 0;
  if (kind == SHORT && strcmp(call, "write") && strcmp(call, "copy_file_range")) return 0;
  __atomic_add_fetch(&delivered, 1, __ATOMIC_SEQ_CST);
  note(call, number);
  befall();
  return kind;
}

static long after(int fault, long result) {
  if (fault == KILL_AFTER) kill(getpid(), SIGKILL);
  return result;
}

#define FAIL_IF_DUE(call, fd, path)      \
  int fault = due(call, fd, path);       \
  if (fault > 0) {                       \
    errno = fault;                       \
    return -1;                           \
  }

#define LESS(size) (fault == SHORT && (size) > 1 ? (size) / 2 : (size))

#define OPENAT(name)                                                   \
  EXPORTED int name(int fd, const char *path, int flags, ...) {        \
    static int (*next)(int, const char *, int, ...);                   \
    if (!next) next = real(#name);                                     \
    va_list list;                                                      \
    va_start(list, flags);                                             \
    mode_t mode = va_arg(list, mode_t);                                \
    va_end(list);                                                      \
    if (!(flags & (O_CREAT | O_TRUNC)) && (flags & O_TMPFILE) != O_TMPFILE) { \
      return next(fd, path, flags, mode);                              \
    }                                                                  \
    FAIL_IF_DUE("openat", fd, path)                                    \
    return (int)after(fault, next(fd, path, flags, mode));             \
  }
OPENAT(openat)
OPENAT(openat64)

#define OPEN(name)                                                     \
  EXPORTED int name(const char *path, int flags, ...) {                \
    static int (*next)(const char *, int, ...);                        \
    if (!next) next = real(#name);                                     \
    va_list list;                                                      \
    va_start(list, flags);                                             \
    mode_t mode = va_arg(list, mode_t);                                \
    va_end(list);                                                      \
    if (!(flags & (O_CREAT | O_TRUNC))) return next(path, flags, mode); \
    FAIL_IF_DUE("open", AT_FDCWD, path)                                \
    return (int)after(fault, next(path, flags, mode));                 \
  }
OPEN(open)
OPEN(open64)

EXPORTED ssize_t write(int fd, const void *data, size_t size) {
  static ssize_t (*next)(int, const void *, size_t);
  if (!next) next = real("write");
  FAIL_IF_DUE("write", fd, NULL)
  return after(fault, next(fd, data, LESS(size)));
}

#define PWRITE(name)                                                    \
  EXPORTED ssize_t name(int fd, const void *data, size_t size, off_t offset) { \
    static ssize_t (*next)(int, const void *, size_t, off_t);           \
    if (!next) next = real(#name);                                      \
    FAIL_IF_DUE("write", fd, NULL)                                      \
    return after(fault, next(fd, data, LESS(size), offset));            \
  }
PWRITE(pwrite)
PWRITE(pwrite64)

EXPORTED ssize_t copy_file_range(int in, off_t *from, int out, off_t *to, size_t size,
                                 unsigned flags) {
  static ssize_t (*next)(int, off_t *, int, off_t *, size_t, unsigned);
  if (!next) next = real("copy_file_range");
  FAIL_IF_DUE("copy_file_range", out, NULL)
  return after(fault, next(in, from, out, to, LESS(size), flags));
}

#define TRUNCATE(name)                             \
  EXPORTED int name(int fd, off_t size) {          \
    static int (*next)(int, off_t);                \
    if (!next) next = real(#name);                 \
    FAIL_IF_DUE("ftruncate", fd, NULL)             \
    return (int)after(fault, next(fd, size));      \
  }
TRUNCATE(ftruncate)
TRUNCATE(ftruncate64)

EXPORTED int fallocate(int fd, int mode, off_t from, off_t size) {
  static int (*next)(int, int, off_t, off_t);
  if (!next) next = real("fallocate");
  FAIL_IF_DUE("fallocate", fd, NULL)
  return (int)after(fault, next(fd, mode, from, size));
}

static int is_left_out(const char *call) {
  const char *name = getenv("HAUL_FAULT_WITHOUT");
  return name && !strcmp(call, name);
}

#define ON_FILE(name)                        \
  EXPORTED int name(int fd) {                \
    static int (*next)(int);                 \
    if (!next) next = real(#name);           \
    if (is_left_out(#name)) return 0;        \
    FAIL_IF_DUE(#name, fd, NULL)             \
    return (int)after(fault, next(fd));      \
  }
ON_FILE(fsync)
ON_FILE(fdatasync)
ON_FILE(syncfs)

/* Of what was written to: some file systems tell only now that data was lost. It is closed all the same. */
EXPORTED int close(int fd) {
  static int (*next)(int);
  if (!next) next = real("close");
  int before = errno;
  int flags = __atomic_load_n(&armed, __ATOMIC_SEQ_CST) ? fcntl(fd, F_GETFL) : -1;
  errno = before;
  if (flags < 0 || (flags & O_PATH) || (flags & O_ACCMODE) == O_RDONLY) return next(fd);
  int fault = due("close", fd, NULL);
  int result = (int)after(fault, next(fd));
  if (fault > 0) {
    errno = fault;
    return -1;
  }
  return result;
}

EXPORTED int linkat(int from, const char *name, int to, const char *link, int flags) {
  static int (*next)(int, const char *, int, const char *, int);
  if (!next) next = real("linkat");
  FAIL_IF_DUE("linkat", to, link)
  return (int)after(fault, next(from, name, to, link, flags));
}

EXPORTED int renameat(int from, const char *name, int to, const char *new) {
  static int (*next)(int, const char *, int, const char *);
  if (!next) next = real("renameat");
  FAIL_IF_DUE("renameat", to, new)
  return (int)after(fault, next(from, name, to, new));
}

EXPORTED int renameat2(int from, const char *name, int to, const char *new, unsigned flags) {
  static int (*next)(int, const char *, int, const char *, unsigned);
  if (!next) next = real("renameat2");
  FAIL_IF_DUE("renameat2", to, new)
  return (int)after(fault, next(from, name, to, new, flags));
}

EXPORTED int rename(const char *name, const char *new) {
  static int (*next)(const char *, const char *);
  if (!next) next = real("rename");
  FAIL_IF_DUE("rename", AT_FDCWD, new)
  return (int)after(fault, next(name, new));
}

EXPORTED int unlinkat(int fd, const char *path, int flags) {
  static int (*next)(int, const char *, int);
  if (!next) next = real("unlinkat");
  FAIL_IF_DUE("unlinkat", fd, path)
  return (int)after(fault, next(fd, path, flags));
}

EXPORTED int unlink(const char *path) {
  static int (*next)(const char *);
  if (!next) next = real("unlink");
  FAIL_IF_DUE("unlink", AT_FDCWD, path)
  return (int)after(fault, next(path));
}

EXPORTED int mkdirat(int fd, const char *path, mode_t mode) {
  static int (*next)(int, const char *, mode_t);
  if (!next) next = real("mkdirat");
  FAIL_IF_DUE("mkdirat", fd, path)
  return (int)after(fault, next(fd, path, mode));
}

EXPORTED int mknodat(int fd, const char *path, mode_t mode, dev_t device) {
  static int (*next)(int, const char *, mode_t, dev_t);
  if (!next) next = real("mknodat");
  FAIL_IF_DUE("mknodat", fd, path)
  return (int)after(fault, next(fd, path, mode, device));
}

EXPORTED int symlinkat(const char *text, int fd, const char *path) {
  static int (*next)(const char *, int, const char *);
  if (!next) next = real("symlinkat");
  FAIL_IF_DUE("symlinkat", fd, path)
  return (int)after(fault, next(text, fd, path));
}

EXPORTED int fchmod(int fd, mode_t mode) {
  static int (*next)(int, mode_t);
  if (!next) next = real("fchmod");
  FAIL_IF_DUE("fchmod", fd, NULL)
  return (int)after(fault, next(fd, mode));
}

EXPORTED int fchmodat(int fd, const char *path, mode_t mode, int flags) {
  static int (*next)(int, const char *, mode_t, int);
  if (!next) next = real("fchmodat");
  FAIL_IF_DUE("fchmodat", fd, path)
  return (int)after(fault, next(fd, path, mode, flags));
}

EXPORTED int fchown(int fd, uid_t user, gid_t group) {
  static int (*next)(int, uid_t, gid_t);
  if (!next) next = real("fchown");
  FAIL_IF_DUE("fchown", fd, NULL)
  return (int)after(fault, next(fd, user, group));
}

EXPORTED int fchownat(int fd, const char *path, uid_t user, gid_t group, int flags) {
  static int (*next)(int, const char *, uid_t, gid_t, int);
  if (!next) next = real("fchownat");
  FAIL_IF_DUE("fchownat", fd, path)
  return (int)after(fault, next(fd, path, user, group, flags));
}

EXPORTED int futimens(int fd, const struct timespec times[2]) {
  static int (*next)(int, const struct timespec[2]);
  if (!next) next = real("futimens");
  FAIL_IF_DUE("futimens", fd, NULL)
  return (int)after(fault, next(fd, times));
}

EXPORTED int utimensat(int fd, const char *path, const struct timespec times[2], int flags) {
  static int (*next)(int, const char *, const struct timespec[2], int);
  if (!next) next = real("utimensat");
  FAIL_IF_DUE("utimensat", fd, path)
  return (int)after(fault, next(fd, path, times, flags));
}

EXPORTED int fsetxattr(int fd, const char *name, const void *value, size_t size, int flags) {
  static int (*next)(int, const char *, const void *, size_t, int);
  if (!next) next = real("fsetxattr");
  FAIL_IF_DUE("fsetxattr", fd, NULL)
  return (int)after(fault, next(fd, name, value, size, flags));
}

EXPORTED int lsetxattr(const char *path, const char *name, const void *value, size_t size,
                       int flags) {
  static int (*next)(const char *, const char *, const void *, size_t, int);
  if (!next) next = real("lsetxattr");
  FAIL_IF_DUE("lsetxattr", AT_FDCWD, path)
  return (int)after(fault, next(path, name, value, size, flags));
}

EXPORTED int fremovexattr(int fd, const char *name) {
  static int (*next)(int, const char *);
  if (!next) next = real("fremovexattr");
  FAIL_IF_DUE("fremovexattr", fd, NULL)
  return (int)after(fault, next(fd, name));
}

/* Sharing a source's blocks is the one ioctl that changes anything here. */
EXPORTED int ioctl(int fd, unsigned long request, ...) {
  static int (*next)(int, unsigned long, ...);
  if (!next) next = real("ioctl");
  va_list list;
  va_start(list, request);
  void *argument = va_arg(list, void *);
  va_end(list);
  if (request != 0x40049409) return next(fd, request, argument);
  FAIL_IF_DUE("ficlone", fd, NULL)
  return (int)after(fault, next(fd, request, argument));
}

/* What libc has no function for: openat2 with O_CREAT begins with the same arguments as openat. */
EXPORTED long syscall(long number, ...) {
  static long (*next)(long, ...);
  if (!next) next = real("syscall");
  va_list list;
  va_start(list, number);
  long a = va_arg(list, long), b = va_arg(list, long), c = va_arg(list, long);
  long d = va_arg(list, long), e = va_arg(list, long), f = va_arg(list, long);
  va_end(list);
  if (number == 437 && (*(unsigned long *)c & (O_CREAT | O_TRUNC))) {
    FAIL_IF_DUE("openat2", (int)a, (const char *)b)
    return after(fault, next(number, a, b, c, d, e, f));
  }
  return next(number, a, b, c, d, e, f);
}
