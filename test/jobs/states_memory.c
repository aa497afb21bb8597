// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Mappings that are not saved.
#include "states.h"

#include <linux/capability.h>
#include <linux/userfaultfd.h>
#include <sys/ioctl.h>
#include <sys/resource.h>
#include <sys/shm.h>

// A child's child, which nobody waits for, sees it too until the job has ended.
static void share(char *at) {
  pid_t job = getpid(), child = fork();
  need(child >= 0, "fork");
  if (!child) {
    if (fork())
      _exit(0);
    close(0), close(1), close(2); // whoever waits for their end
    for (at[0] = 1; !kill(job, 0); usleep(1000))
      ;
    _exit(0);
  }
  waitpid(child, 0, 0);
  while (!*(volatile char *)at)
    usleep(1000);
}

static void anonymous(void) { share(pages(MAP_SHARED | MAP_ANONYMOUS, -1)); }

static void file_gone(void) {
  int fd = data_file(O_RDWR);
  share(pages(MAP_SHARED, fd));
  close(fd);
  unlink("data");
}

static char *segment(int remove) {
  int id = shmget(IPC_PRIVATE, 4 * kPage, IPC_CREAT | 0600);
  need(id >= 0, "shmget");
  char *at = shmat(id, 0, 0);
  if (remove)
    shmctl(id, IPC_RMID, 0);
  need(at != (void *)-1, "shmat");
  return at;
}

static int kept_segments[257];
static const int kKept = sizeof kept_segments / sizeof *kept_segments;
static void remove_segments(void) {
  for (int i = 0; i < kKept; ++i)
    shmctl(kept_segments[i], IPC_RMID, 0);
}

static void segments_kept(void) {
  for (int i = 0; i < kKept; ++i)
    kept_segments[i] = -1;
  atexit(remove_segments);
  for (int i = 0; i < kKept; ++i) {
    kept_segments[i] = shmget(IPC_PRIVATE, kPage, IPC_CREAT | 0600);
    need(kept_segments[i] >= 0 && shmat(kept_segments[i], 0, 0) != (void *)-1,
         "shmat");
  }
}

static void segment_shared(void) { share(segment(1)); }

static void ring(void) {
  struct { unsigned words[30]; } parameters = {{0}};
  int fd = syscall(SYS_io_uring_setup, 4, &parameters);
  need(fd >= 0, "io_uring_setup");
  pages(MAP_SHARED, fd);
  close(fd);
}

static void secret(void) {
  int fd = syscall(SYS_memfd_secret, 0);
  need(fd >= 0 && !ftruncate(fd, 4 * kPage), "memfd_secret");
  pages(MAP_SHARED, fd);
  close(fd);
}

static void locked_later(void) { need(!mlockall(MCL_FUTURE), "mlockall"); }

// Then there is no room for what a checkpoint maps for itself.
static void locked_later_limited(void) {
  struct rlimit limit = {256 << 10, 256 << 10};
  struct __user_cap_header_struct header = {_LINUX_CAPABILITY_VERSION_3, 0};
  struct __user_cap_data_struct data[2] = {{0, 0, 0}, {0, 0, 0}};
  need(!setrlimit(RLIMIT_MEMLOCK, &limit), "setrlimit");
  need(!syscall(SYS_capset, &header, data), "capset");
  locked_later();
}

static void huge_shared(void) {
  void *at = mmap(0, 2 << 20, PROT_READ | PROT_WRITE,
                  MAP_SHARED | MAP_ANONYMOUS | MAP_HUGETLB, -1, 0);
  if (at == MAP_FAILED)
    exit(kAbsent);
}

static void faults(void) {
  struct uffdio_api api = {.api = UFFD_API};
  struct uffdio_register range = {.mode = UFFDIO_REGISTER_MODE_MISSING};
  int fd = syscall(SYS_userfaultfd, O_CLOEXEC | 1 /* UFFD_USER_MODE_ONLY */);
  need(fd >= 0, "userfaultfd");
  need(!ioctl(fd, UFFDIO_API, &api), "UFFDIO_API");
  range.range.start = (unsigned long)pages(MAP_PRIVATE | MAP_ANONYMOUS, -1);
  range.range.len = 4 * kPage;
  need(!ioctl(fd, UFFDIO_REGISTER, &range), "UFFDIO_REGISTER");
}

static void key(void) {
  int number = pkey_alloc(0, 0);
  if (number < 0)
    exit(kAbsent);
  need(!pkey_mprotect(pages(MAP_PRIVATE | MAP_ANONYMOUS, -1), kPage,
                      PROT_READ, number),
       "pkey_mprotect");
}

static void bound(void) {
  unsigned long node = 1;
  need(!syscall(SYS_mbind, pages(MAP_PRIVATE | MAP_ANONYMOUS, -1),
                (size_t)kPage, 2 /* MPOL_BIND */, &node, 8L, 0),
       "mbind");
}

static void sealed(void) {
  need(!syscall(462 /* mseal */, pages(MAP_PRIVATE | MAP_ANONYMOUS, -1),
                (size_t)kPage, 0L),
       "mseal");
}

static void guards(void) {
  if (madvise(pages(MAP_SHARED | MAP_ANONYMOUS, -1), (size_t)kPage,
              102 /* MADV_GUARD_INSTALL */))
    exit(kAbsent);
}

int main(int argc, char **argv) {
  static const struct state kStates[] = {
      {"anonymous", anonymous}, {"file-gone", file_gone},
      {"segments-kept", segments_kept},
      {"segment-shared", segment_shared},
      {"ring", ring},           {"secret", secret},
      {"huge-shared", huge_shared},
      {"locked-later-limited", locked_later_limited},
      {"faults", faults},       {"key", key},     {"sealed", sealed},
      {"bound", bound},         {"guards", guards},
      {0, 0}};
  return run(kStates, argc, argv);
}
