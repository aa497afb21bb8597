// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// libc asks the kernel for the thread's processors by the id that it keeps.  To
// put another one there would change an id that the thread may be reading, in a
// lock.  So libc is given a copy of the thread's descriptor, with the real id.
#include <pthread.h>
#include <sys/mman.h>
#include <sys/uio.h>

#include "runtime/shims/real.h"
#include "runtime/shims/thread_id.h"

using namespace ckpt;

using Function = int(pthread_t thread, pthread_attr_t *attributes);
CKPT_REAL(Function, pthread_getattr_np, __pthread_getattr_np)

namespace {

// More than any descriptor: what lies behind it is copied too, if it is there.
constexpr u64 kMost = 16 << 10, kPage = 4096;

pthread_mutex_t one_at_a_time = PTHREAD_MUTEX_INITIALIZER;

bool copy(u64 from, u64 to) {
  struct iovec here = {reinterpret_cast<void *>(to), kMost}, there[kMost / kPage + 1];
  size_t pieces = 0;
  for (u64 at = from, end = from + kMost; at < end; ++pieces) {
    u64 next_page = (at | (kPage - 1)) + 1;
    u64 until = next_page < end ? next_page : end;
    there[pieces] = {reinterpret_cast<void *>(at), until - at};
    at = until;
  }
  // It ends at the first page that is not there.
  return shim::system_call(SYS_process_vm_readv, static_cast<u64>(shim::call(SYS_gettid, 0)),
                        reinterpret_cast<u64>(&here), 1, reinterpret_cast<u64>(there),
                        pieces, 0) > 0;
}

int of_copy(pthread_t thread, i32 real, u64 room, pthread_attr_t *attributes) {
  u64 from = static_cast<u64>(thread), to = room + from % kPage;
  if (!copy(from, to))
    return ESRCH;
  u64 id = reinterpret_cast<u64>(shim::id_of(thread)) - from;
  if (id > kMost - sizeof real)
    return ESRCH;
  *reinterpret_cast<i32 *>(to + id) = real;
  return next(static_cast<pthread_t>(to), attributes);
}

// A descriptor has a lock, which must be free in the copy: a call that was under
// way at the checkpoint may have it still.  Another call waits for that.
void until_unlocked(pthread_t thread) {
  pthread_attr_t unused;
  if (next(thread, &unused) == 0)
    pthread_attr_destroy(&unused);
}

int of_renamed(pthread_t thread, i32 real, pthread_attr_t *attributes) {
  constexpr u64 kSize = kMost + kPage;
  i64 room = shim::call(SYS_mmap, 0, kSize, PROT_READ | PROT_WRITE,
                        MAP_PRIVATE | MAP_ANONYMOUS);
  if (room < 0 && room > -4096)
    return ENOMEM;
  pthread_mutex_lock(&one_at_a_time);
  until_unlocked(thread);
  int error = of_copy(thread, real, static_cast<u64>(room), attributes);
  pthread_mutex_unlock(&one_at_a_time);
  shim::call(SYS_munmap, room, kSize);
  return error;
}

} // namespace

extern "C" int pthread_getattr_np(pthread_t thread, pthread_attr_t *attributes) noexcept {
  return shim::in_one_life([&] {
    __ckpt_ids ids;
    if (__builtin_expect(__ckpt_life != 0, 0) && shim::is_renamed(thread, ids))
      return of_renamed(thread, ids.real, attributes);
    return next(thread, attributes);
  });
}
