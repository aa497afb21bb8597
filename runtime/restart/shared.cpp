// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/restart/shared.h"

#include <asm/errno.h>
#include <asm/mman.h>

#include "runtime/ckpt/report.h"
#include "runtime/ckpt/room.h"
#include "runtime/restart/data_files.h"
#include "runtime/restart/own_bytes.h"
#include "runtime/fd/describe.h"
#include "runtime/sys/keeper.h"
#include "runtime/sys/memory.h"

namespace ckpt::restart {

namespace {

u64 size_of(const image::Mapping &m) { return m.end - m.start; }

bool is_writable(const image::SharedObject &object) {
  return object.flags & image::kMayWrite;
}

// Its only mapping shows all of it: MAP_ANONYMOUS needs no descriptor.
bool is_plain(const image::SharedObject &object, const image::View &view,
              Span<const u32> mappings) {
  if (object.kind != image::SharedKind::kAnonymous || object.path_size ||
      mappings.size != 1)
    return false; // what it hides is outside of that mapping
  const image::Mapping &m = view.mappings[mappings[0]];
  return m.file_offset == 0 && size_of(m) == object.size &&
         !(m.flags & image::kOnlyRead);
}

int map_flags(const image::Mapping &m) {
  return MAP_SHARED | MAP_FIXED_NOREPLACE |
         (m.flags & image::kNoReserve ? MAP_NORESERVE : 0);
}

} // namespace

bool SharedMemory::cannot_map(const image::Mapping &m, int error, Reason &why) {
  why.set("its shared mapping ", Hex{m.start}, "-", Hex{m.end},
          " cannot be made here (errno ", error, ")");
  return false;
}

bool SharedMemory::sort(Arena &arena, Reason &why) {
  const image::View &view = image_.view;
  size_t count = 0;
  for (const image::Mapping &m : view.mappings)
    count += (m.flags & image::kShared) != 0;
  Span<u32> next = arena.array<u32>(view.shared.size + 1);
  order_ = arena.array<u32>(count);
  changed_ = arena.array<u64>(view.shared.size);
  made_ = arena.array<bool>(view.shared.size);
  segments_ = arena.array<SegmentNumber>(view.system_v.size);
  buffer_ = arena.array<u8>(image::kMaxRunPages * kPageSize);
  if (!next.data || !segments_.data || !order_.data || !changed_.data || !made_.data ||
      !buffer_.data) {
    why.set("no room for the table of shared memory");
    return false;
  }
  segments_.size = 0;
  for (const image::Mapping &m : view.mappings)
    if (m.flags & image::kShared)
      ++next[m.object + 1];
  for (size_t i = 1; i < next.size; ++i)
    next[i] += next[i - 1];
  for (size_t i = 0; i < view.mappings.size; ++i)
    if (view.mappings[i].flags & image::kShared)
      order_[next[view.mappings[i].object]++] = static_cast<u32>(i);
  return true;
}

// Nobody but this job had what it held, and it holds that again soon.
SysResult SharedMemory::make_file(const char *path, size_t index) const {
  const image::SharedObject &object = image_.view.shared[index];
  SysResult made = sys::open_own(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC,
                             object.mode);
  if (!made.ok())
    return made;
  sys::fchmod(made.fd(), object.mode).ignore();
  Room length(RLIMIT_FSIZE);
  SysResult sized = sys::ftruncate(made.fd(), object.size);
  made_[index] = true;
  if (sized.ok())
    return made;
  sys::close(made.fd()).ignore();
  return sized;
}

bool SharedMemory::open_file(size_t index, int &fd, Reason &why) const {
  const image::SharedObject &object = image_.view.shared[index];
  Text<8300> path;
  files_.relocate(image_.view.path(object), path);
  // Not blocking: the name may be a FIFO's now.
  SysResult opened =
      sys::open_own(path.c_str(), (is_writable(object) ? O_RDWR : O_RDONLY) |
                                  O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
  bool makes = made_.data && object.flags & image::kWhole;
  if (makes && opened.error() == ENOENT)
    opened = make_file(path.c_str(), index);
  fd = opened.fd();
  struct stat st;
  if (!opened.ok())
    why.set("the file ", path, ", which the job had mapped, cannot be opened "
            "(errno ", opened.error(), "); put it back");
  else if (!sys::fstat(fd, st).ok() ||
           (st.st_mode & fd::kTypeMask) != fd::kTypeRegular)
    why.set("the file ", path, " is of another kind than at the checkpoint");
  else if (static_cast<u64>(st.st_size) < object.size)
    why.set("the file ", path, " is shorter (", st.st_size,
            " bytes) than at the checkpoint (", object.size,
            " bytes); put the right file back");
  else
    return true;
  if (opened.ok())
    sys::close(fd).ignore();
  return false;
}

bool SharedMemory::make_memory(const image::SharedObject &object, int &fd,
                               Reason &why) const {
  Text<256> name(image_.view.path(object));
  if (name.empty())
    name.set("/dev/zero"); // what maps shows of MAP_ANONYMOUS
  SysResult made = make_memory_file(name.view(), object.size);
  fd = made.fd();
  if (made.ok())
    return true;
  why.set("its shared memory of ", object.size >> 10,
          " KiB cannot be made here (errno ", made.error(), ")",
          made.error() == EFBIG ? "; raise the limit of files (ulimit -Hf)"
                                 : "");
  return false;
}

bool SharedMemory::open_object(size_t index, int &fd, Reason &why) const {
  const image::SharedObject &object = image_.view.shared[index];
  if (object.kind == image::SharedKind::kFile)
    return open_file(index, fd, why);
  if (object.kind == image::SharedKind::kAnonymous)
    return make_memory(object, fd, why);
  fd = files_.opened(object.descriptor); // stays open
  return true;
}

// A mapping through it can never be made writable.
void SharedMemory::open_to_read(Span<const u32> mappings, int fd,
                                int &reader) const {
  for (u32 i : mappings) {
    if (!(image_.view.mappings[i].flags & image::kOnlyRead) || reader >= 0)
      continue;
    Text<64> link;
    sys::name_link(fd, link);
    reader = sys::open_own(link.c_str(), O_RDONLY | O_CLOEXEC).fd();
  }
}

bool SharedMemory::map_object(size_t index, Span<const u32> mappings,
                              const Placement &placement, Reason &why) {
  const image::View &view = image_.view;
  const image::SharedObject &object = view.shared[index];
  if (object.kind == image::SharedKind::kSystemV)
    return map_segment(index, mappings, placement, why);
  bool plain = is_plain(object, view, mappings);
  int fd = -1;
  if (!plain && !open_object(index, fd, why))
    return false;
  bool filled = object.kind != image::SharedKind::kDescriptor &&
                (object.kind != image::SharedKind::kFile ||
                 is_writable(object));
  bool good = plain || fill_hidden(index, fd, why);
  int reader = -1;
  if (fd >= 0)
    open_to_read(mappings, fd, reader);
  for (size_t i = 0; good && i < mappings.size; ++i) {
    const image::Mapping &m = view.mappings[mappings[i]];
    u64 at = placement.address[mappings[i]];
    bool reads = m.flags & image::kOnlyRead && reader >= 0;
    int prot = static_cast<int>(m.prot) |
               (filled && !reads ? PROT_READ | PROT_WRITE : 0);
    SysResult mapped = sys::mmap_any(at, size_of(m), prot,
                                     map_flags(m) | (plain ? MAP_ANONYMOUS : 0),
                                     reads ? reader : fd, m.file_offset);
    good = (mapped.ok() && mapped.address() == at) ||
           cannot_map(m, mapped.error(), why);
  }
  if (fd >= 0 && object.kind != image::SharedKind::kDescriptor)
    sys::close(fd).ignore();
  if (reader >= 0)
    sys::close(reader).ignore();
  return good;
}

bool SharedMemory::check_files(Reason &why) const {
  for (size_t i = 0; i < image_.view.shared.size; ++i) {
    const image::SharedObject &object = image_.view.shared[i];
    int fd = -1;
    if (object.kind != image::SharedKind::kFile ||
        object.flags & image::kWhole)
      continue;
    if (!open_file(i, fd, why))
      return false;
    sys::close(fd).ignore();
  }
  return true;
}

bool SharedMemory::map_all(const Placement &placement, Arena &arena,
                           Reason &why) {
  if (image_.view.shared.empty())
    return true;
  if (!sort(arena, why))
    return false;
  return each_object([&](u32 object, Span<u32> mappings) {
    return map_object(object, {mappings.data, mappings.size}, placement, why);
  });
}

// The kernel fills the pages: where the file has been cut since, it says EFAULT.
bool SharedMemory::write_run(const image::Run &run,
                             const image::Mapping &mapping, u64 at,
                             Reason &why) {
  if (!read_run(image_, run, buffer_.data, why))
    return false;
  for (u32 i = 0; i < run.pages; ++i) {
    u64 to = at + i * kPageSize;
    if (same_bytes(to, buffer_.data + i * kPageSize))
      continue;
    SysResult n = sys::pread(image_.fd, reinterpret_cast<void *>(to), kPageSize,
                             run.file_offset + i * kPageSize);
    if (!wrote_page(mapping, n, why))
      return false;
  }
  return true;
}

bool SharedMemory::wrote_page(const image::Mapping &m, SysResult n,
                              Reason &why) {
  if (n.value() == static_cast<i64>(kPageSize)) {
    ++changed_[m.object];
    return true;
  }
  why.set("the file ", image_.view.path(m),
          ", which the job had mapped, cannot be written (errno ", n.error(),
          ")");
  return false;
}

void SharedMemory::forget() const {
  forget_segments();
  for (size_t i = 0; i < made_.size; ++i) {
    Text<8300> path;
    files_.relocate(image_.view.path(image_.view.shared[i]), path);
    if (made_[i])
      sys::unlink(path.c_str()).ignore();
  }
}

void SharedMemory::announce(size_t object, u64 pages) const {
  if (made_[object])
    notice("the file ", image_.view.path(image_.view.shared[object]),
           " was gone and is there again");
  else if (pages)
    notice("the file ", image_.view.path(image_.view.shared[object]),
           ", which the job had mapped, got ", pages,
           " pages back as they were at the checkpoint");
}

bool SharedMemory::write_back(const Placement &placement, Reason &why) {
  const image::View &view = image_.view;
  bool good = true;
  size_t run = 0;
  for (size_t i = 0; good && i < view.mappings.size; ++i) {
    const image::Mapping &m = view.mappings[i];
    bool wanted = image::shows_file(view, m) &&
                  is_writable(image::object_of(view, m)) &&
                  (!state.config.no_rollback || made_[m.object]);
    for (; run < view.runs.size && view.runs[run].address < m.start;)
      ++run;
    u64 at = placement.address[i];
    if (wanted && !(m.prot & PROT_WRITE))
      sys::mprotect(at, size_of(m), PROT_READ | PROT_WRITE).ignore();
    for (; good && run < view.runs.size && view.runs[run].address < m.end; ++run)
      good = !wanted || write_run(view.runs[run], m,
                                  at + (view.runs[run].address - m.start), why);
    if (wanted && !(m.prot & PROT_WRITE))
      sys::mprotect(at, size_of(m), static_cast<int>(m.prot)).ignore();
  }
  good = good && clear_holes(placement, why);
  for (size_t i = 0; i < changed_.size; ++i)
    announce(i, changed_[i]);
  return good;
}

} // namespace ckpt::restart
