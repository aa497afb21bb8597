// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/restart/image_file.h"

#include <asm/errno.h>

#include "runtime/fd/describe.h"
#include "runtime/image/checksum.h"
#include "runtime/sys/keeper.h"

namespace ckpt::restart {

namespace {

bool read_exactly(int fd, void *to, u64 size, u64 at, Reason &why) {
  char *out = static_cast<char *>(to);
  while (size) {
    SysResult n = sys::pread(fd, out, size, at);
    if (!n.ok() || n.value() == 0) {
      why.set("it cannot be read at offset ", at, " (errno ", n.error(), ")");
      return false;
    }
    out += n.value();
    at += static_cast<u64>(n.value());
    size -= static_cast<u64>(n.value());
  }
  return true;
}

bool open_regular(const char *path, int &fd, u64 &size, Reason &why) {
  SysResult opened = sys::open_own(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (opened.error() == ENOENT) {
    why.set("there is no such file; start without -_condor_restart to begin "
            "anew");
    return false;
  }
  if (!opened.ok()) {
    why.set("it cannot be opened (errno ", opened.error(), ")");
    return false;
  }
  fd = opened.fd();
  struct stat st;
  if (!sys::fstat(fd, st).ok() ||
      (st.st_mode & fd::kTypeMask) != fd::kTypeRegular) {
    why.set("it is not a regular file");
    return false;
  }
  size = static_cast<u64>(st.st_size);
  return true;
}

bool all_zero(const u8 *bytes, u64 size) {
  for (u64 i = 0; i < size; ++i)
    if (bytes[i])
      return false;
  return true;
}

bool range_is_zero(int fd, u64 from, u64 to, Reason &why) {
  constexpr int kSeekData = 3; // SEEK_DATA, lseek(2)
  u8 buffer[16 * 1024];
  while (from < to) {
    SysResult data = sys::lseek(fd, from, kSeekData);
    if (data.error() == ENXIO)
      return true; // a hole up to the end of the file
    if (data.ok())
      from = max(from, static_cast<u64>(data.value()));
    if (from >= to)
      return true;
    u64 size = min<u64>(to - from, sizeof buffer);
    if (!read_exactly(fd, buffer, size, from, why))
      return false;
    if (!all_zero(buffer, size)) {
      why.set("it is damaged: bytes that must be zero are not, near offset ",
              from);
      return false;
    }
    from += size;
  }
  return true;
}

} // namespace

bool open_image(const char *path, ImageFile &file, Arena &arena, u64 extra,
                Reason &why) {
  u64 size = 0;
  if (!open_regular(path, file.fd, size, why))
    return false;
  u8 last[sizeof(image::Commit)];
  u64 last_size = min<u64>(size, sizeof last);
  if (!read_exactly(file.fd, last, last_size, size - last_size, why) ||
      !image::decode_commit({last, last_size}, size, file.commit, why))
    return false;
  SysResult reserved = arena.reserve(file.commit.data_offset + extra);
  if (!reserved.ok()) {
    why.set("no address space for its tables (errno ", reserved.error(),
            "); is ulimit -v set?");
    return false;
  }
  Span<u64> head = arena.array<u64>(file.commit.data_offset / 8);
  return read_exactly(file.fd, head.data, head.size * 8, 0, why) &&
         image::decode_head({reinterpret_cast<u8 *>(head.data), head.size * 8},
                            file.commit, file.view, why);
}

bool read_run(const ImageFile &file, const image::Run &run, void *to,
              Reason &why) {
  if (!read_exactly(file.fd, to, run.pages * kPageSize, run.file_offset, why))
    return false;
  if (image::run_crc(run, to) == run.crc)
    return true;
  why.set("it is damaged: the checksum of ", run.pages, " pages at ",
          Hex{run.address}, " (file offset ", run.file_offset,
          ") is wrong; restart from another copy");
  return false;
}

bool read_content_run(const ImageFile &file, const image::ContentRun &run,
                      void *to, Reason &why) {
  if (!read_exactly(file.fd, to, run.size, run.file_offset, why))
    return false;
  if (image::content_crc(run, to) == run.crc)
    return true;
  why.set("it is damaged: the checksum of ", run.size,
          " bytes that a file, a pipe or a socket held (file offset ",
          run.file_offset, ") is wrong; restart from another copy");
  return false;
}

bool pages_are_intact(const ImageFile &file, Arena &arena, Reason &why) {
  Span<u8> buffer = arena.array<u8>(image::kMaxRunPages * kPageSize);
  if (!buffer.data) {
    why.set("no room for a buffer of 1 MiB");
    return false;
  }
  for (const image::Run &run : file.view.runs)
    if (!read_run(file, run, buffer.data, why))
      return false;
  for (const image::ContentRun &run : file.view.content_runs)
    if (!read_content_run(file, run, buffer.data, why))
      return false;
  return true;
}

bool gaps_are_zero(const ImageFile &file, Reason &why) {
  u64 at = file.commit.data_offset;
  for (const image::Run &run : file.view.runs) {
    if (!range_is_zero(file.fd, at, run.file_offset, why))
      return false;
    at = run.file_offset + run.pages * kPageSize;
  }
  for (const image::ContentRun &run : file.view.content_runs) {
    if (!range_is_zero(file.fd, at, run.file_offset, why))
      return false;
    at = run.file_offset + run.size;
  }
  u64 end = file.commit.file_size - sizeof(image::Commit);
  return range_is_zero(file.fd, at, end, why);
}

} // namespace ckpt::restart
