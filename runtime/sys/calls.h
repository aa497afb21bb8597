// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Typed wrappers of the system calls that the runtime uses, and no others.
// Each is its manual page in section 2, but returns -errno (SysResult).
// Phase: any.  Never: sets errno, is a cancellation point.
#pragma once
#include <asm/stat.h>
#include <asm/unistd.h>
#include <linux/fcntl.h>
#include <linux/resource.h>
#include <linux/time_types.h>

#include "runtime/abi/image.h"
#include "runtime/arch/x86_64/syscall_arch.h"
#include "runtime/sys/result.h"

namespace ckpt::sys {

template <class T> inline u64 word(T value) { return (u64)value; }

template <class... Ts> inline SysResult call(u64 nr, Ts... args) {
  static_assert(sizeof...(Ts) <= 6);
  u64 a[6] = {word(args)...};
  return SysResult(arch::syscall6(nr, a[0], a[1], a[2], a[3], a[4], a[5]));
}

// A descriptor of the runtime's own that a keeper has, see keeper.h, is told by
// this bit.  Everything below that takes a descriptor takes such a one.
inline constexpr int kKept = 1 << 30;
SysResult kept_call(u64 nr, const u64 (&arguments)[6]);
SysResult call_on_any(u64 nr, int fd, u64 a, u64 b);
SysResult call_on_any(u64 nr, int fd, u64 a, u64 b, u64 c, u64 d, u64 e);

// A call whose first argument is a descriptor.
template <class... Ts>
inline SysResult call_on(u64 nr, int fd, Ts... args) {
  static_assert(sizeof...(Ts) <= 5);
  u64 a[5] = {word(args)...};
  if constexpr (sizeof...(Ts) <= 2)
    return call_on_any(nr, fd, a[0], a[1]);
  else
    return call_on_any(nr, fd, a[0], a[1], a[2], a[3], a[4]);
}

// Files.
inline SysResult open(const char *path, int flags, u32 mode = 0) {
  return call(__NR_openat, AT_FDCWD, path, flags, mode);
}
inline SysResult openat(int dir, const char *path, int flags, u32 mode = 0) {
  return call(__NR_openat, dir, path, flags, mode);
}
inline SysResult close(int fd) { return call_on(__NR_close, fd); }
inline SysResult read(int fd, void *to, size_t n) {
  return call_on(__NR_read, fd, to, n);
}
inline SysResult write(int fd, const void *from, size_t n) {
  return call_on(__NR_write, fd, from, n);
}
inline SysResult pread(int fd, void *to, size_t n, u64 at) {
  return call_on(__NR_pread64, fd, to, n, at);
}
inline SysResult pwrite(int fd, const void *from, size_t n, u64 at) {
  return call_on(__NR_pwrite64, fd, from, n, at);
}
inline SysResult lseek(int fd, u64 at, int whence) {
  return call_on(__NR_lseek, fd, at, whence);
}
inline SysResult fstat(int fd, struct stat &st) {
  return call_on(__NR_fstat, fd, &st);
}
inline SysResult stat(const char *path, struct stat &st) {
  return call(__NR_stat, path, &st);
}
inline SysResult lstat(const char *path, struct stat &st) {
  return call(__NR_lstat, path, &st);
}
inline SysResult readlink(const char *path, char *to, size_t n) {
  return call(__NR_readlink, path, to, n);
}
inline SysResult getdents(int fd, void *to, size_t n) {
  return call_on(__NR_getdents64, fd, to, n);
}
inline SysResult fcntl(int fd, int what, u64 argument = 0) {
  return call_on(__NR_fcntl, fd, what, argument);
}
inline SysResult flock(int fd, int what) { return call_on(__NR_flock, fd, what); }
inline SysResult ftruncate(int fd, u64 size) {
  return call_on(__NR_ftruncate, fd, size);
}
inline SysResult fsync(int fd) { return call_on(__NR_fsync, fd); }
inline SysResult fdatasync(int fd) { return call_on(__NR_fdatasync, fd); }
inline SysResult fchmod(int fd, u32 mode) {
  return call_on(__NR_fchmod, fd, mode);
}
inline SysResult rename(const char *from, const char *to) {
  return call(__NR_rename, from, to);
}
inline SysResult link(const char *from, const char *to) {
  return call(__NR_link, from, to);
}
inline SysResult unlink(const char *path) { return call(__NR_unlink, path); }
inline SysResult mkdir(const char *path, u32 mode) {
  return call(__NR_mkdir, path, mode);
}
inline SysResult dup3(int from, int to, int flags) {
  return call(__NR_dup3, from, to, flags);
}
inline SysResult getcwd(char *to, size_t n) {
  return call(__NR_getcwd, to, n);
}
inline SysResult chdir(const char *path) { return call(__NR_chdir, path); }
inline SysResult umask(u32 mask) { return call(__NR_umask, mask); }
inline SysResult ioctl(int fd, u64 request, void *argument) {
  return call_on(__NR_ioctl, fd, request, argument);
}
inline SysResult kcmp(i32 pid1, i32 pid2, int type, u64 a, u64 b) {
  return call(__NR_kcmp, pid1, pid2, type, a, b);
}

// Memory.
inline SysResult mmap(u64 at, u64 size, int prot, int flags, int fd, u64 off) {
  return call(__NR_mmap, at, size, prot, flags, fd, off);
}
// The same of any descriptor: a keeper shares the memory.
SysResult mmap_any(u64 at, u64 size, int prot, int flags, int fd, u64 off);
inline SysResult munmap(u64 at, u64 size) {
  return call(__NR_munmap, at, size);
}
inline SysResult mprotect(u64 at, u64 size, int prot) {
  return call(__NR_mprotect, at, size, prot);
}
inline SysResult mremap(u64 at, u64 size, u64 to_size, int flags, u64 to) {
  return call(__NR_mremap, at, size, to_size, flags, to);
}
inline SysResult madvise(u64 at, u64 size, int advice) {
  return call(__NR_madvise, at, size, advice);
}
inline SysResult brk(u64 at) { return call(__NR_brk, at); }

// Signals.  Masks are one 64-bit word, bit n-1 for signal n.
inline constexpr size_t kSigsetSize = 8;
inline SysResult rt_sigaction(int sig, const image::Action *set,
                              image::Action *old) {
  return call(__NR_rt_sigaction, sig, set, old, kSigsetSize);
}
inline SysResult rt_sigprocmask(int how, const u64 *set, u64 *old) {
  return call(__NR_rt_sigprocmask, how, set, old, kSigsetSize);
}
inline SysResult rt_sigtimedwait(const u64 *set, void *info,
                                 const __kernel_timespec *timeout) {
  return call(__NR_rt_sigtimedwait, set, info, timeout, kSigsetSize);
}
inline SysResult rt_sigqueueinfo(i32 pid, int sig, const void *info) {
  return call(__NR_rt_sigqueueinfo, pid, sig, info);
}
inline SysResult rt_tgsigqueueinfo(i32 pid, i32 tid, int sig,
                                   const void *info) {
  return call(__NR_rt_tgsigqueueinfo, pid, tid, sig, info);
}
inline SysResult tgkill(i32 pid, i32 tid, int sig) {
  return call(__NR_tgkill, pid, tid, sig);
}
inline SysResult sigaltstack(const void *set, void *old) {
  return call(__NR_sigaltstack, set, old);
}

// Process.
inline i32 getpid() { return (i32)call(__NR_getpid).value(); }
inline i32 gettid() { return (i32)call(__NR_gettid).value(); }
inline SysResult arch_prctl(int what, u64 argument) {
  return call(__NR_arch_prctl, what, argument);
}
inline SysResult prctl(int what, u64 a = 0, u64 b = 0, u64 c = 0, u64 d = 0) {
  return call(__NR_prctl, what, a, b, c, d);
}
inline SysResult prlimit(int what, const struct rlimit64 *set,
                         struct rlimit64 *old) {
  return call(__NR_prlimit64, 0, what, set, old);
}
inline SysResult clock_gettime(int clock, __kernel_timespec &now) {
  return call(__NR_clock_gettime, clock, &now);
}
inline SysResult set_tid_address(u64 at) {
  return call(__NR_set_tid_address, at);
}
inline SysResult rseq(u64 area, u32 size, int flags, u32 signature) {
  return call(__NR_rseq, area, size, flags, signature);
}
inline SysResult getrandom(void *to, size_t n) {
  return call(__NR_getrandom, to, n, 0);
}
[[noreturn]] inline void exit_group(int status) {
  for (;;)
    call(__NR_exit_group, status).ignore();
}

} // namespace ckpt::sys
