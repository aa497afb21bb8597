// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/restart/data_files.h"

#include <asm/errno.h>
#include <asm/mman.h>

#include "runtime/ckpt/room.h"
#include "runtime/sys/keeper.h"

namespace ckpt::restart {

namespace {

constexpr u32 kCloexec = 1, kNoExecSeal = 8; // MFD_*, memfd_create(2)
constexpr u32 kLongestName = 200;            // 249 are allowed

bool is_of_file(const image::Mapping &m) {
  // What was wiped in a child can only have been anonymous.
  return m.flags & image::kNamed && m.path_size &&
         !(m.flags & image::kWipeOnFork);
}

} // namespace

bool find_data_files(const image::View &view, Arena &arena, Span<bool> &found,
                     Reason &why) {
  found = arena.array<bool>(view.mappings.size);
  if (!found.data) {
    why.set("no room for the plan of ", view.mappings.size, " mappings");
    return false;
  }
  for (size_t i = 0; i < found.size; ++i)
    found[i] = is_of_file(view.mappings[i]);
  return true;
}

bool map_data_file(const image::View &view, const image::Mapping &m, u64 at,
                   Filling &filling, Reason &why) {
  bool accounted = m.flags & image::kAccounted;
  int prot = static_cast<int>(m.prot) | (accounted ? PROT_READ | PROT_WRITE : 0);
  int flags = MAP_PRIVATE | MAP_FIXED_NOREPLACE;
  if (m.flags & image::kNoReserve)
    flags |= MAP_NORESERVE;
  filling.size = m.readable_end - m.start;
  SysResult made = make_memory_file(view.path(m), filling.size);
  SysResult mapped = made;
  if (made.ok())
    mapped = sys::mmap_any(at, m.end - m.start, prot, flags, made.fd(), 0);
  SysResult filled = mapped;
  if (mapped.ok() && filling.size)
    filled = sys::mmap_any(0, filling.size, PROT_READ | PROT_WRITE, MAP_SHARED,
                           made.fd(), 0);
  if (made.ok())
    sys::close(made.fd()).ignore();
  filling.start = filled.address();
  if (filled.ok() && mapped.address() == at)
    return true;
  why.set("its mapping ", Hex{m.start}, "-", Hex{m.end}, " of a file, ",
          view.path(m), ", cannot be made here (errno ", filled.error(),
          "); are limits of memory or files (ulimit -v, -Hf) too small?");
  return false;
}

SysResult make_memory_file(StringView name, u64 size) {
  constexpr StringView kMemfd = "/memfd:"; // the kernel puts it in front
  if (name.starts_with(kMemfd))
    name = name.drop(kMemfd.size);
  Text<256> text(name.take(kLongestName));
  u64 to = sys::word(text.c_str());
  SysResult made = sys::make_own(__NR_memfd_create, to, kCloexec);
  if (made.error() == EACCES) // vm.memfd_noexec is 2
    made = sys::make_own(__NR_memfd_create, to, kCloexec | kNoExecSeal);
  Room length(RLIMIT_FSIZE);
  SysResult sized = made.ok() ? sys::ftruncate(made.fd(), size) : made;
  if (made.ok() && !sized.ok())
    sys::close(made.fd()).ignore();
  return sized.ok() ? made : sized;
}

} // namespace ckpt::restart
