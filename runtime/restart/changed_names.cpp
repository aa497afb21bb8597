// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/restart/changed_names.h"

#include "runtime/ckpt/report.h"
#include "runtime/fd/list.h"
#include "runtime/image/name_order.h"
#include "runtime/sys/keeper.h"
#include "runtime/sys/memory.h"

namespace ckpt::restart {

namespace {

constexpr size_t kMostNew = 256; // whose inodes are kept, to tell renamed ones
constexpr u64 kMostRead = 1 << 16;
constexpr u64 kShown = 4; // names of each list

// "NAME, NAME and 12 more"
struct List {
  Text<1400> text;
  u64 count = 0;

  void add(StringView name, StringView to = {}) {
    if (count++ < kShown)
      text.add(count > 1 ? ", " : "", OneLine{name},
               to.empty() ? "" : " to ", OneLine{to});
  }
  void put(StringView what, Reason &line) const {
    if (!count)
      return;
    line.add("; ", what, ": ", text);
    if (count > kShown)
      line.add(" and ", count - kShown, " more");
  }
};

struct NewName {
  u64 inode;
  u32 size;
  bool paired; // it is another one's new name
  char name[256];

  StringView view() const { return {name, size}; }
};

class Comparison {
public:
  Comparison(const image::View &view, const Files &files,
             const image::Directory &directory)
      : view_(view), files_(files), directory_(directory),
        names_(view.names.sub(directory.first, directory.count)) {
    files_.relocate(view_.path(directory_), path_);
  }

  void run(Arena &arena) {
    SysResult opened =
        sys::open_own(path_.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    struct stat st;
    seen_ = arena.array<bool>(names_.size);
    new_ = arena.array<NewName>(kMostNew);
    // Another directory under that name, as on another machine, tells nothing.
    if (opened.ok() && new_.data && sys::fstat(opened.fd(), st).ok() &&
        st.st_ino == directory_.inode)
      compare(opened.fd());
    if (opened.ok())
      sys::close(opened.fd()).ignore();
  }

private:
  void compare(int fd) {
    if (directory_.flags & image::kTooMany) {
      notice("which files in ", path_, " are new since the checkpoint is not "
             "told: there were too many");
      return;
    }
    u64 read = 0;
    bool all = fd::each_entry(fd, [&](StringView name, u64 inode) {
      note(name, inode);
      return ++read < kMostRead;
    });
    List gone, renamed, fresh;
    for (size_t i = 0; all && i < names_.size; ++i)
      if (!seen_[i] && !is_our_own(view_.name(names_[i])))
        place_of(names_[i], gone, renamed);
    for (const NewName &n : new_.sub(0, min(new_count_, kMostNew)))
      if (!n.paired)
        fresh.add(n.view());
    fresh.count += new_count_ - min(new_count_, kMostNew);
    if (!gone.count && !renamed.count && !fresh.count)
      return;
    Reason line;
    fresh.put("new", line);
    gone.put("gone", line);
    renamed.put("renamed", line);
    notice("the directory ", path_, " is not as it was at the checkpoint, and "
           "stays so", line);
  }

  void note(StringView name, u64 inode) {
    size_t at = image::find_name(names_, view_.name_pool, name);
    if (at < names_.size) {
      seen_[at] = true;
      return;
    }
    if (is_our_own(name) || is_open(inode))
      return;
    if (new_count_ < kMostNew && name.size < sizeof NewName::name) {
      NewName &n = new_[new_count_];
      n.inode = inode;
      n.size = static_cast<u32>(name.size);
      memcpy(n.name, name.data, name.size);
    }
    ++new_count_;
  }

  void place_of(const image::DirectoryName &name, List &gone, List &renamed) {
    for (NewName &n : new_.sub(0, min(new_count_, kMostNew)))
      if (!n.paired && n.inode == name.inode) {
        n.paired = true;
        renamed.add(view_.name(name), n.view());
        return;
      }
    gone.add(view_.name(name));
  }

  // Images and what lies beside them, the status file; hidden names are those
  // of editors, shells and file systems.
  bool is_our_own(StringView name) const {
    return name.starts_with(".") ||
           belongs_to(state.config.restart_image, name) ||
           belongs_to(state.config.image, name) ||
           belongs_to(state.config.status, name) ||
           belongs_to(image::text_value(view_.provenance, "image"), name);
  }

  // Whatever directory it is in: paths can be written in more than one way.
  static bool belongs_to(StringView path, StringView name) {
    size_t start = path.size;
    while (start && path[start - 1] != '/')
      --start;
    StringView own = path.drop(start), rest = name.drop(own.size);
    return !own.empty() && name.starts_with(own) &&
           (rest.empty() || rest.starts_with("."));
  }

  // What this process was started with: its standard output, say.
  static bool is_open(u64 inode) {
    for (u32 i = 0; i < state.inherited_count; ++i)
      if (state.inherited[i].inode == inode)
        return true;
    return false;
  }

  const image::View &view_;
  const Files &files_;
  const image::Directory &directory_;
  Span<const image::DirectoryName> names_;
  Text<8300> path_;
  Span<bool> seen_;
  Span<NewName> new_;
  size_t new_count_ = 0;
};

} // namespace

void tell_changed_names(const image::View &view, const Files &files) {
  if (!warning_wanted(WarningKind::kNotice))
    return;
  for (const image::Directory &directory : view.directories) {
    Arena arena;
    if (arena.reserve(kMostNew * sizeof(NewName) + 2 * image::kMostNames).ok())
      Comparison(view, files, directory).run(arena);
    arena.release();
  }
}

} // namespace ckpt::restart
