// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Working memory of one checkpoint or restart: one mapping, given back at once.
// It is shared anonymous memory because the kernel never merges that with the
// program's private mappings next to it: the table of mappings stays true.
// Phase: signal, pre-libc.  Never: is part of an image.
#pragma once
#include <linux/mman.h>
#include <asm/mman.h>

#include "runtime/abi/types.h"
#include "runtime/sys/calls.h"

namespace ckpt {

class Arena {
public:
  // Reserves address space; memory is used only where it is written.
  SysResult reserve(u64 size) {
    SysResult at = sys::mmap(0, page_up(size), PROT_READ | PROT_WRITE,
                             MAP_SHARED | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (at.ok()) {
      start_ = next_ = at.address();
      end_ = start_ + page_up(size);
    }
    return at;
  }
  void release() {
    if (start_)
      sys::munmap(start_, end_ - start_).ignore();
    start_ = next_ = end_ = 0;
  }

  // Room for `count` Ts, zeroed; data is null when the arena is full.
  template <class T> Span<T> array(u64 count) {
    u64 at = (next_ + alignof(T) - 1) & ~(alignof(T) - 1);
    if (at > end_ || count > (end_ - at) / sizeof(T))
      return {};
    next_ = at + count * sizeof(T);
    return {reinterpret_cast<T *>(at), static_cast<size_t>(count)};
  }
  // Gives the unused tail of the newest array back.
  template <class T> void shrink(Span<T> &newest, size_t count) {
    next_ = reinterpret_cast<u64>(newest.data + count);
    newest.size = count;
  }
  void align_to_page() { next_ = page_up(next_); }

  u64 start() const { return start_; }
  u64 end() const { return end_; }
  u64 left() const { return end_ - next_; }

private:
  u64 start_ = 0;
  u64 next_ = 0;
  u64 end_ = 0;
};

} // namespace ckpt
