// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Inotify descriptors.  The kernel tells of a watch the inode, not its name
// (opening by a handle takes a privilege).  So names are tried: those that the
// program has given to inotify_add_watch(3), its working directory, what it has
// open.  Whether one leads to the inode, an inotify descriptor of our own
// tells, in the kernel's own terms: of overlayfs and btrfs stat(2) tells
// others.
#include <linux/inotify.h>

#include "runtime/ckpt/fd_record.h"
#include "runtime/fd/watched.h"
#include "runtime/proc/fdinfo_inotify.h"
#include "runtime/proc/read_file.h"
#include "runtime/sys/keeper.h"

extern "C" void __ckpt_know_watched(const ckpt::WatchedPaths *paths) {
  ckpt::state.watched_paths = paths;
}

namespace ckpt {

namespace {

constexpr u64 kFionread = 0x541b; // asm-generic/ioctls.h
constexpr u32 kFlags = IN_EXCL_UNLINK | IN_ONESHOT;
constexpr size_t kMostParents = 1024; // of open files, that are tried

template <class Each> bool each_watch(int number, Reason &why, Each each) {
  Text<64> path;
  sys::name_fdinfo(number, path);
  return proc::each_line(path.c_str(), why, [&](StringView line) {
    proc::InotifyLine watch;
    bool is_watch = false;
    return proc::parse_inotify_line(line, watch, is_watch) &&
           (!is_watch || each(watch));
  });
}

// Which inode a path leads to.
class Prober {
public:
  ~Prober() {
    if (fd_ >= 0)
      sys::close(fd_).ignore();
  }
  bool look(const char *path, bool itself, proc::InotifyLine &found) {
    if (fd_ == -1) {
      SysResult made = sys::make_own(__NR_inotify_init1, O_CLOEXEC);
      fd_ = made.ok() ? made.fd() : -2;
    }
    u32 mask = IN_DELETE_SELF | kFlags | (itself ? u32{IN_DONT_FOLLOW} : 0);
    SysResult wd = sys::call_on(__NR_inotify_add_watch, fd_, path, mask);
    if (!wd.ok())
      return look_by_stat(path, itself, found);
    Reason unused;
    bool there = false;
    each_watch(fd_, unused, [&](const proc::InotifyLine &line) {
      if (line.wd != wd.value())
        return true;
      there = true;
      found = line;
      return false;
    });
    tells_flags_ = tells_flags_ || (there && found.mask & IN_ONESHOT);
    sys::call_on(__NR_inotify_rm_watch, fd_, wd.value()).ignore();
    return there;
  }
  // Since Linux 5.19; known when look() has said yes.
  bool tells_flags() const { return tells_flags_; }

private:
  // No more instances or watches are allowed.
  bool look_by_stat(const char *path, bool itself, proc::InotifyLine &found) {
    struct stat st;
    if (!(itself ? sys::lstat(path, st) : sys::stat(path, st)).ok())
      return false;
    found.inode = st.st_ino;
    found.device = proc::kernel_device(st.st_dev);
    return true;
  }

  int fd_ = -1; // -2: there can be none
  bool tells_flags_ = false;
};

// A name, and where it leads.
struct Candidate {
  const char *path;
  u64 inode;
  u32 device;
  u32 mask;
};

class FileWatchReader {
public:
  FileWatchReader(Snapshot &snapshot, Reason &why)
      : to_(snapshot), why_(why), all_(snapshot.file_watches) {}

  bool read(int number) {
    if (!known_.data && !look_at_known())
      return false;
    size_t first = count_;
    if (!each_watch(number, why_, [&](const proc::InotifyLine &line) {
          return add(number, line);
        }))
      return false;
    sort(all_.sub(first, count_ - first));
    return true;
  }
  size_t count() const { return count_; }

private:
  bool look_at_known() {
    const WatchedPaths *paths = state.watched_paths;
    u64 count = paths ? paths->count : 0;
    known_ = to_.arena.array<Candidate>(count + 1);
    if (!known_.data) {
      why_.set("no room for the table of watched files");
      return false;
    }
    size_t used = 0;
    try_known(known_[used++], ".", 0);
    for (u64 at = WatchedPaths::kFirst; used <= count && at < paths->used;) {
      const WatchedPath &path = *paths->at(at);
      try_known(known_[used++], path.path(), path.mask);
      at += WatchedPath::size_for(path.path_size);
    }
    return true;
  }

  void try_known(Candidate &one, const char *path, u32 mask) {
    proc::InotifyLine found;
    one = {};
    if (prober_.look(path, mask & IN_DONT_FOLLOW, found))
      one = {path, found.inode, found.device, mask};
  }

  bool add(int number, const proc::InotifyLine &line) {
    if (count_ == all_.size) {
      why_.set(fd::name_of(number), " watches more than it did a moment ago");
      return false;
    }
    image::FileWatch &watch = all_[count_++];
    watch = {};
    watch.number = number;
    watch.wd = line.wd;
    watch.mask = line.mask & image::kFileWatchMask;
    watch.descriptor = -1;
    if (by_known(watch, line) || by_descriptor(watch, line) ||
        by_parent(watch, line))
      return true;
    if (why_.empty())
      why_.set(
          fd::name_of(number), " watches a file (inode ", line.inode,
          ", watch ", line.wd,
          ") whose name is not known: it has been "
          "renamed or removed, or is watched by a library or a system call "
          "of its own; remove that watch, or keep the file open");
    return false;
  }

  bool by_known(image::FileWatch &watch, const proc::InotifyLine &line) {
    for (const Candidate &one : known_)
      if (one.path && one.inode == line.inode && one.device == line.device) {
        if (!prober_.tells_flags())
          watch.mask |= one.mask & kFlags;
        return keep(watch, one.path, one.mask & IN_DONT_FOLLOW);
      }
    return false;
  }

  bool leads_to(const proc::InotifyLine &line, const char *path) {
    proc::InotifyLine found;
    return prober_.look(path, false, found) && found.inode == line.inode &&
           found.device == line.device;
  }

  bool by_descriptor(image::FileWatch &watch, const proc::InotifyLine &line) {
    for (const image::Descriptor &d : to_.descriptors) {
      Text<64> link("/proc/thread-self/fd/", d.number);
      if (d.inode != line.inode || !leads_to(line, link.c_str()))
        continue;
      if (keep(watch, link.c_str(), false))
        return true;
      watch.descriptor = d.number;
      watch.digest = fd::digest_watched(link.c_str(), false, watch.mask);
      return true;
    }
    return false;
  }

  // The directory of a file that is open, or above a directory that is.
  bool by_parent(image::FileWatch &watch, const proc::InotifyLine &line) {
    if (to_.descriptors.size > kMostParents)
      return false;
    for (const image::Descriptor &d : to_.descriptors) {
      StringView path =
          to_.descriptor_pool.view().drop(d.path).take(d.path_size);
      while (path.size > 1 && path[path.size - 1] != '/')
        path = path.take(path.size - 1);
      Text<4200> parent(path);
      if (path.starts_with("/") && leads_to(line, parent.c_str()))
        return keep(watch, parent.c_str(), false);
    }
    return false;
  }

  // By its absolute name, whatever links led there.
  bool keep(image::FileWatch &watch, const char *path, bool itself) {
    SysResult opened =
        sys::open_own(path, O_PATH | O_CLOEXEC | (itself ? O_NOFOLLOW : 0));
    if (!opened.ok())
      return false;
    Text<4200> name;
    struct stat named, here;
    bool good = fd::link_path(opened.fd(), name) &&
                sys::fstat(opened.fd(), here).ok() &&
                sys::lstat(name.c_str(), named).ok() &&
                named.st_dev == here.st_dev && named.st_ino == here.st_ino;
    sys::close(opened.fd()).ignore();
    if (!good || !to_.file_watch_pool.add(name.view(), watch.path))
      return false;
    watch.path_size = static_cast<u32>(name.view().size);
    watch.flags = itself ? u32{image::kDontFollow} : 0;
    watch.digest = fd::digest_watched(name.c_str(), itself, watch.mask);
    return true;
  }

  // The kernel tells the newest first.
  static void sort(Span<image::FileWatch> all) {
    for (size_t i = 0; i < all.size / 2; ++i)
      swap(all[i], all[all.size - 1 - i]);
    for (size_t i = 1; i < all.size; ++i) // hardly ever out of order
      for (size_t j = i; j && all[j - 1].wd > all[j].wd; --j)
        swap(all[j - 1], all[j]);
  }
  static void swap(image::FileWatch &a, image::FileWatch &b) {
    image::FileWatch one = a;
    a = b;
    b = one;
  }

  Snapshot &to_;
  Reason &why_;
  Prober prober_;
  Span<image::FileWatch> all_;
  Span<Candidate> known_;
  size_t count_ = 0;
};

} // namespace

// Events that wait stay where they are: a program that goes on reads them.
bool record_inotify(FdRecord &record) {
  i32 waiting = 0;
  if (!sys::ioctl(record.number, kFionread, &waiting).ok() ||
      !add_own_content(record, image::FdKind::kInotify))
    return record.refuse("cannot be looked at");
  content_of(record).value[0] = static_cast<u64>(waiting);
  return true;
}

bool read_file_watches(Snapshot &snapshot, Reason &why) {
  FileWatchReader reader(snapshot, why);
  for (const image::Descriptor &d : snapshot.descriptors)
    if (d.kind == image::FdKind::kInotify && d.shares < 0 &&
        !reader.read(d.number))
      return false;
  snapshot.file_watches.size = reader.count();
  return true;
}

u64 count_file_watches(int number) {
  Reason unused;
  u64 count = 0;
  bool all = each_watch(number, unused, [&](const proc::InotifyLine &) {
    ++count;
    return true;
  });
  return all ? count : 0;
}

} // namespace ckpt
