// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/ckpt/directories.h"

#include "runtime/abi/heap_sort.h"
#include "runtime/fd/describe.h"
#include "runtime/fd/list.h"
#include "runtime/image/name_order.h"
#include "runtime/sys/keeper.h"

namespace ckpt {

namespace {

constexpr u64 kPathRoom = image::kMostDirectories * kPathMax;
constexpr u64 kNameRoom = 512 << 10;

StringView parent_of(StringView path) {
  size_t end = path.size;
  while (end && path[end - 1] != '/')
    --end;
  return path.take(end > 1 ? end - 1 : end);
}

// In /tmp and its kin anybody makes anything.
bool is_everybodys(const struct stat &st) {
  constexpr u32 kSticky = 01000, kOthersWrite = 02;
  return st.st_mode & kSticky && st.st_mode & kOthersWrite;
}

class Lister {
public:
  explicit Lister(Snapshot &snapshot) : to_(snapshot) {}

  bool run() {
    to_.directories =
        to_.arena.array<image::Directory>(image::kMostDirectories);
    to_.names = to_.arena.array<image::DirectoryName>(image::kMostNames);
    devices_ = to_.arena.array<u64>(image::kMostDirectories);
    to_.directory_pool.room = to_.arena.array<char>(kPathRoom);
    to_.name_pool.room = to_.arena.array<char>(kNameRoom);
    if (!to_.name_pool.room.data)
      return false;
    if (!to_.removed_cwd.st_ino)
      add(to_.cwd);
    for (const image::Descriptor &d : to_.descriptors)
      if (d.kind == image::FdKind::kRegular && d.shares < 0 &&
          (d.open_flags & O_ACCMODE) != O_RDONLY)
        add(parent_of(path_in(to_.descriptor_pool, d)));
    for (const image::SharedObject &o : to_.shared)
      if (o.kind == image::SharedKind::kFile && o.flags & image::kMayWrite)
        add(parent_of(path_in(to_.shared_pool, o)));
    to_.directories.size = count_;
    to_.names.size = names_;
    return true;
  }

private:
  template <class T> static StringView path_in(const Pool &pool, const T &t) {
    return pool.view().drop(t.path).take(t.path_size);
  }

  bool is_known(const struct stat &st) const {
    for (size_t i = 0; i < count_; ++i)
      if (devices_[i] == st.st_dev && to_.directories[i].inode == st.st_ino)
        return true;
    return false;
  }

  void add(StringView path) {
    struct stat st;
    Text<kPathMax> name(path);
    if (count_ == image::kMostDirectories || name.cut() ||
        !path.starts_with("/") || !sys::stat(name.c_str(), st).ok() ||
        is_everybodys(st) || is_known(st))
      return;
    SysResult opened =
        sys::open_own(name.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (!opened.ok())
      return;
    image::Directory &d = to_.directories[count_];
    d = {};
    d.inode = st.st_ino;
    d.path_size = static_cast<u32>(path.size);
    if (to_.directory_pool.add(path, d.path)) {
      devices_[count_++] = st.st_dev;
      list(opened.fd(), d);
    }
    sys::close(opened.fd()).ignore();
  }

  // One that has too many names has none in the image, and the next ones still
  // have theirs.
  void list(int fd, image::Directory &d) {
    u32 pool_before = to_.name_pool.used;
    size_t end = names_;
    bool all = fd::each_entry(fd, [&](StringView name, u64 inode) {
      image::DirectoryName entry = {inode, 0, static_cast<u32>(name.size)};
      if (end == image::kMostNames || !to_.name_pool.add(name, entry.name))
        return false;
      to_.names[end++] = entry;
      return true;
    });
    d.first = static_cast<u32>(names_);
    if (all) {
      d.count = sort(to_.names.sub(names_, end - names_));
      names_ += d.count;
    } else {
      d.flags = image::kTooMany;
      to_.name_pool.used = pool_before;
    }
  }

  // One that is made while they are read can be told twice.
  u32 sort(Span<image::DirectoryName> names) const {
    auto name_of = [this](const image::DirectoryName &n) {
      return to_.name_pool.view().drop(n.name).take(n.name_size);
    };
    heap_sort(names, [&](const image::DirectoryName &a,
                         const image::DirectoryName &b) {
      return image::comes_before(name_of(a), name_of(b));
    });
    u32 kept = 0;
    for (const image::DirectoryName &n : names)
      if (!kept || !(name_of(names[kept - 1]) == name_of(n)))
        names[kept++] = n;
    return kept;
  }

  Snapshot &to_;
  Span<u64> devices_;
  size_t count_ = 0, names_ = 0;
};

} // namespace

bool collect_directories(Snapshot &snapshot, Reason &why) {
  bool good = Lister(snapshot).run();
  if (!good)
    why.set("no room for the table of directories");
  return good;
}

} // namespace ckpt
