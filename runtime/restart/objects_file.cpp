// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Files that have no name: memfds, and those that were unlinked or never had
// one.  Their bytes come from the image.
#include <asm/errno.h>

#include "runtime/restart/objects.h"
#include "runtime/sys/keeper.h"

namespace ckpt::restart {

namespace {

constexpr u64 kCloseOnExec = 1, kAllowSealing = 2, kNotExecutable = 8,
              kExecutable = 16;   // MFD_*
constexpr u64 kSealedMode = 0x20; // F_SEAL_EXEC
constexpr u32 kModeBits = 07777;

bool write_piece(int fd, const image::ContentRun &run, const u8 *bytes,
                 Reason &why) {
  for (u64 done = 0; done < run.size;) {
    SysResult n =
        sys::pwrite(fd, bytes + done, run.size - done, run.position + done);
    if (!n.ok() || n.value() == 0) {
      why.set("a file without a name cannot be filled again (errno ",
              n.error(), "); is its disk full?");
      return false;
    }
    done += static_cast<u64>(n.value());
  }
  return true;
}

// What F_SETFL cannot give to the description that O_TMPFILE has made.
u32 flags_of_first(const image::View &view, u32 content) {
  for (const image::Descriptor &d : view.descriptors)
    if (d.content == content && d.shares < 0 && is_first_of_temporary(d))
      return d.open_flags & (O_ACCMODE | O_DSYNC | O_SYNC);
  return O_RDWR;
}

StringView directory_of(StringView path) {
  size_t end = path.size;
  while (end > 1 && path[end - 1] != '/')
    --end;
  return path.take(end > 1 ? end - 1 : end);
}

// Where the file system has no files without names, one with a name for a
// moment.
SysResult create_and_unlink(StringView directory) {
  SysResult made(-EEXIST);
  for (int i = 0; i < 100 && made.error() == EEXIST; ++i) {
    u32 chance = 0;
    sys::getrandom(&chance, sizeof chance).ignore();
    Text<8400> name(directory, "/.ckpt-", sys::getpid(), "-", chance);
    made = sys::open_own(name.c_str(),
                     O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
    if (made.ok())
      sys::unlink(name.c_str()).ignore();
  }
  return made;
}

} // namespace

bool fill_file(const ImageFile &image, size_t index, int fd, Reason &why) {
  constexpr u64 kBuffer = image::kMaxRunPages * kPageSize;
  const image::Content &content = image.view.contents[index];
  SysResult sized = sys::ftruncate(fd, content.size);
  SysResult at = sys::mmap(0, kBuffer, PROT_READ | PROT_WRITE,
                           MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (!sized.ok() || !at.ok()) {
    why.set("a file without a name cannot have the ", content.size,
            " bytes that it had (errno ",
            sized.ok() ? at.error() : sized.error(), ")");
    return false;
  }
  u8 *buffer = reinterpret_cast<u8 *>(at.address());
  bool good = true;
  for (const image::ContentRun &run :
       runs_of(image.view.content_runs, index))
    good = good && read_content_run(image, run, buffer, why) &&
           write_piece(fd, run, buffer, why);
  sys::munmap(at.address(), kBuffer).ignore();
  return good;
}

// Said outright: /proc/sys/vm/memfd_noexec may differ.  Before Linux 6.3 neither
// is known.
SysResult new_memfd(const char *name, u32 mode, u64 seals) {
  constexpr u64 kPlain = kAllowSealing | kCloseOnExec;
  constexpr u32 kAnyExecute = 0111;
  bool runs = mode & kAnyExecute || !(seals & kSealedMode);
  SysResult made =
      sys::make_own(__NR_memfd_create, sys::word(name),
                    kPlain | (runs ? kExecutable : kNotExecutable));
  return made.error() == EINVAL
             ? sys::make_own(__NR_memfd_create, sys::word(name), kPlain)
             : made;
}

bool make_memfd(const ImageFile &image, const image::Descriptor &d, Made &made,
                Reason &why) {
  Text<300> name(image.view.path(d));
  SysResult opened = new_memfd(name.c_str(), d.mode,
                               content_of(image.view, d).value[0]);
  if (!opened.ok()) {
    why.set("no memfd can be made (errno ", opened.error(), ")");
    return false;
  }
  made.first = opened.fd() + 1;
  sys::fchmod(opened.fd(), d.mode & kModeBits).ignore();
  return fill_file(image, d.content - 1, opened.fd(), why);
}

bool is_first_of_temporary(const image::Descriptor &d) {
  return d.kind == image::FdKind::kUnlinked &&
         (d.open_flags & O_TMPFILE) == O_TMPFILE;
}

bool make_unlinked(const ImageFile &image, const image::Descriptor &d,
                   Text<8300> &path, Made &made, Reason &why) {
  Text<8300> directory(directory_of(path.view()));
  SysResult opened = sys::open_own(
      directory.c_str(),
      static_cast<int>(flags_of_first(image.view, d.content) | O_TMPFILE |
                       O_CLOEXEC),
      0600);
  if (!opened.ok())
    opened = create_and_unlink(directory.view());
  if (!opened.ok()) {
    why.set("the file without a name that was ", image.view.path(d),
            " cannot be made again in ", directory, " (errno ",
            opened.error(), "); make that directory, and room in it");
    return false;
  }
  made.first = opened.fd() + 1;
  if (!fill_file(image, d.content - 1, opened.fd(), why))
    return false;
  sys::fchmod(opened.fd(), d.mode & kModeBits).ignore();
  return true;
}

} // namespace ckpt::restart
