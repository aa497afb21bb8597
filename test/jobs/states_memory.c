// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Mappings that are not saved.
#include "states.h"

#include <linux/capability.h>
#include <linux/userfaultfd.h>
#include <sys/ioctl.h>
#include <sys/resource.h>
#include <sys/shm.h>

static void anonymous(void) { pages(MAP_SHARED | MAP_ANONYMOUS, -1); }

static void file(void) {
  int fd = data_file(O_RDWR);
  pages(MAP_SHARED, fd);
  close(fd);
}

static void zero(void) {
  int fd = open("/dev/zero", O_RDWR);
  need(fd >= 0, "/dev/zero");
  pages(MAP_SHARED, fd);
  close(fd);
}

static void memfd(void) {
  int fd = memfd_create("name", 0);
  need(fd >= 0 && !ftruncate(fd, 4 * kPage), "memfd_create");
  pages(MAP_SHARED, fd);
  close(fd);
}

static void sysv(void) {
  int id = shmget(IPC_PRIVATE, 4 * kPage, IPC_CREAT | 0600);
  need(id >= 0, "shmget");
  void *at = shmat(id, 0, 0);
  shmctl(id, IPC_RMID, 0);
  need(at != (void *)-1, "shmat");
}

static void locked(void) {
  need(!mlock(pages(MAP_PRIVATE | MAP_ANONYMOUS, -1), kPage), "mlock");
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

static void huge(void) {
  void *at = mmap(0, 2 << 20, PROT_READ | PROT_WRITE,
                  MAP_PRIVATE | MAP_ANONYMOUS | MAP_HUGETLB, -1, 0);
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

static void sealed(void) {
  need(!syscall(462 /* mseal */, pages(MAP_PRIVATE | MAP_ANONYMOUS, -1),
                (size_t)kPage, 0L),
       "mseal");
}

int main(int argc, char **argv) {
  static const struct state kStates[] = {
      {"anonymous", anonymous}, {"file", file},   {"zero", zero},
      {"memfd", memfd},         {"sysv", sysv},   {"locked", locked},
      {"locked-later", locked_later},             {"huge", huge},
      {"locked-later-limited", locked_later_limited},
      {"faults", faults},       {"key", key},     {"sealed", sealed},
      {0, 0}};
  return run(kStates, argc, argv);
}
