// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/restart/unchanged_files.h"

#include <asm/mman.h>

#include "runtime/fd/data_parts.h"
#include "runtime/fd/describe.h"
#include "runtime/sys/keeper.h"
#include "runtime/sys/memory.h"

namespace ckpt::restart {

namespace {

constexpr size_t kBuffer = image::kMaxRunPages * kPageSize;

bool is_zero(const u8 *bytes, size_t size) {
  for (size_t i = 0; i < size; ++i)
    if (bytes[i])
      return false;
  return true;
}

// Such memory was charged when it could be written.
SysResult map_file(const image::Mapping &m, u64 at, int fd, bool to_write) {
  bool accounted = m.flags & image::kAccounted;
  bool writable = m.prot & PROT_WRITE;
  int prot = static_cast<int>(m.prot);
  int flags = MAP_FIXED_NOREPLACE |
              (m.flags & image::kSharedView ? MAP_SHARED : MAP_PRIVATE);
  if (accounted || to_write)
    prot |= PROT_READ | PROT_WRITE;
  if (m.flags & image::kNoReserve || (to_write && !accounted && !writable))
    flags |= MAP_NORESERVE;
  return sys::mmap_any(at, m.end - m.start, prot, flags, fd, m.file_offset);
}

} // namespace

bool UnchangedFiles::prepare(Arena &arena) {
  saved_ = arena.array<u8>(kBuffer);
  there_ = arena.array<u8>(kBuffer);
  return saved_.data && there_.data;
}

bool UnchangedFiles::is_program(const image::Mapping &m) const {
  StringView path = image_.view.path(m);
  return path == image::text_value(image_.view.provenance, "exe");
}

// -1: there is no such file.  Looked at before it is opened: opening a device
// can do things.
int UnchangedFiles::open(const image::Mapping &m) const {
  Text<8300> path;
  if (is_program(m))
    path.set("/proc/self/exe");
  else
    files_.relocate(image_.view.path(m), path);
  struct stat st;
  auto is_regular = [&] {
    return (st.st_mode & fd::kTypeMask) == fd::kTypeRegular;
  };
  if (!sys::stat(path.c_str(), st).ok() || !is_regular())
    return -1;
  SysResult opened =
      sys::open_own(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (!opened.ok())
    return -1;
  if (sys::fstat(opened.fd(), st).ok() && is_regular() &&
      ends_alike(m, opened.fd()))
    return opened.fd();
  sys::close(opened.fd()).ignore();
  return -1;
}

bool UnchangedFiles::ends_alike(const image::Mapping &m, int fd) const {
  struct stat st;
  if (!sys::fstat(fd, st).ok())
    return false;
  u64 end = page_up(static_cast<u64>(st.st_size));
  u64 pages = end > m.file_offset ? end - m.file_offset : 0;
  return min(pages, m.end - m.start) == m.readable_end - m.start;
}

// Behind its end a page of a file is zero.
bool UnchangedFiles::read_file(int fd, u64 offset, size_t size) {
  memset(there_.data, 0, size);
  for (size_t done = 0; done < size;) {
    SysResult n = sys::pread(fd, there_.data + done, size - done, offset + done);
    if (!n.ok())
      return false;
    if (!n.value())
      break;
    done += static_cast<size_t>(n.value());
  }
  return true;
}

// No run covers [from, to): zero was saved.
bool UnchangedFiles::is_hole(const Target &t, u64 from, u64 to) {
  u64 offset = t.m.file_offset - t.m.start;
  if (from >= to)
    return true;
  return fd::each_data_part(t.fd, from + offset, to + offset, [&](u64 at, u64 end) {
    for (; at < end; at += kBuffer) {
      size_t size = min<u64>(end - at, kBuffer);
      if (!read_file(t.fd, at, size) || !is_zero(there_.data, size))
        return false;
    }
    return true;
  });
}

bool UnchangedFiles::compare_run(const Target &t, const image::Run &run,
                                 bool &same, Reason &why) {
  size_t size = run.pages * kPageSize;
  u64 within = run.address - t.m.start;
  if (!read_run(image_, run, saved_.data, why))
    return false;
  same = read_file(t.fd, t.m.file_offset + within, size);
  for (size_t at = 0; same && at < size; at += kPageSize) {
    if (!memcmp(saved_.data + at, there_.data + at, kPageSize))
      continue;
    same = t.copies;
    if (same)
      memcpy(reinterpret_cast<void *>(t.copies + within + at), saved_.data + at,
             kPageSize);
  }
  return true;
}

bool UnchangedFiles::compare(const Target &t, Span<const image::Run> runs,
                             bool &same, Reason &why) {
  u64 done = t.m.start;
  same = true;
  for (const image::Run &run : runs) {
    same = is_hole(t, done, run.address);
    if (same && !compare_run(t, run, same, why))
      return false;
    if (!same)
      return true;
    done = run.address + run.pages * kPageSize;
  }
  same = is_hole(t, done, t.m.readable_end);
  return true;
}

bool UnchangedFiles::map_program(const image::Mapping &m, int fd, u64 at,
                                 Span<const image::Run> runs, bool &made,
                                 Reason &why) {
  if (!program_same_ || program_differs_)
    return true;
  SysResult mapped = map_file(m, at, fd, true);
  if (!mapped.ok())
    return true;
  bool good = mapped.address() == at && compare({m, fd, at}, runs, made, why);
  if (!made)
    sys::munmap(mapped.address(), m.end - m.start).ignore();
  return good;
}

bool UnchangedFiles::map(const image::Mapping &m, u64 at,
                         Span<const image::Run> runs, bool &made, Reason &why) {
  bool program = is_program(m), unwritten = m.flags & image::kUnwritten;
  if (!program && !unwritten)
    return true;
  int fd = open(m);
  bool good = true, same = false;
  if (fd >= 0 && unwritten)
    good = compare({m, fd, 0}, runs, same, why);
  if (program && unwritten)
    (same ? program_same_ : program_differs_) = true;
  if (fd >= 0 && same) {
    SysResult mapped = map_file(m, at, fd, false);
    made = mapped.ok() && mapped.address() == at;
    if (mapped.ok() && !made)
      sys::munmap(mapped.address(), m.end - m.start).ignore();
  }
  if (fd >= 0 && !unwritten)
    good = map_program(m, fd, at, runs, made, why);
  if (fd >= 0)
    sys::close(fd).ignore();
  return good;
}

} // namespace ckpt::restart
