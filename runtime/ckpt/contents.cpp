// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/ckpt/contents.h"

#include <asm/errno.h>

#include "runtime/ckpt/fd_record.h"
#include "runtime/ckpt/hidden.h"
#include "runtime/ckpt/own_memory.h"
#include "runtime/fd/child.h"
#include "runtime/fd/data_parts.h"
#include "runtime/image/checksum.h"
#include "runtime/sys/keeper.h"
#include "runtime/sys/memory.h"

namespace ckpt {

namespace {

constexpr u64 kMostBytes = image::kMaxRunPages * kPageSize;

class Planner {
public:
  explicit Planner(Span<image::ContentRun> room) : room_(room) {}

  bool add(u32 content, u64 from, u64 to) {
    for (; from < to; from += kMostBytes) {
      if (count_ == room_.size)
        return false;
      image::ContentRun &run = room_[count_++];
      run = {};
      run.content = content;
      run.position = from;
      run.size = static_cast<u32>(min(to - from, kMostBytes));
    }
    return true;
  }
  size_t count() const { return count_; }

private:
  Span<image::ContentRun> room_;
  size_t count_ = 0;
};

int any_end(const ContentSource &source) {
  return source.reader() >= 0 ? source.reader() : source.writer();
}

// What a file no longer has, cut by another process meanwhile, is zero.
bool read_file(int fd, const image::ContentRun &run, u8 *to) {
  for (u64 done = 0; done < run.size;) {
    SysResult n = sys::pread(fd, to + done, run.size - done,
                             run.position + done);
    if (!n.ok())
      return false;
    if (n.value() == 0) {
      memset(to + done, 0, run.size - done);
      return true;
    }
    done += static_cast<u64>(n.value());
  }
  return true;
}

// A file that is open for writing only, or takes whole blocks (O_DIRECT), is read
// through another descriptor; in a child, since closing that would drop the
// program's record locks.
bool read_apart(int fd, const image::ContentRun &run, u8 *to) {
  bool good = false;
  bool made = fd::apart([&] {
    Text<64> link("/proc/thread-self/fd/", fd);
    SysResult again = sys::open_own(link.c_str(), O_RDONLY | O_CLOEXEC);
    good = again.ok() && read_file(again.fd(), run, to);
    if (again.ok())
      sys::close(again.fd()).ignore();
  });
  return made && good;
}

// Room for what is known only now, besides what the descriptors' need.
bool make_room(Snapshot &snapshot, u64 runs, Reason &why) {
  u64 contents = snapshot.contents.size + snapshot.shared.size;
  u64 size = runs * sizeof(image::ContentRun) +
             contents * (sizeof(image::Content) + sizeof(ContentSource)) +
             snapshot.shared.size * sizeof(image::Hidden) + kPageSize;
  SysResult reserved = snapshot.hidden_arena.reserve(size);
  if (!reserved.ok()) {
    why.set("no address space for ", size >> 20, " MiB of working memory "
            "(errno ", reserved.error(), "); is ulimit -v set?");
    return false;
  }
  Arena &arena = snapshot.hidden_arena;
  Span<image::Content> old = snapshot.contents;
  Span<ContentSource> sources = snapshot.sources;
  snapshot.content_runs = arena.array<image::ContentRun>(runs);
  snapshot.contents = arena.array<image::Content>(contents);
  snapshot.sources = arena.array<ContentSource>(contents);
  snapshot.hidden = arena.array<image::Hidden>(snapshot.shared.size);
  snapshot.contents.size = old.size;
  snapshot.hidden.size = 0;
  for (size_t i = 0; i < old.size; ++i) {
    snapshot.contents[i] = old[i];
    snapshot.sources[i] = sources[i];
  }
  return true;
}

// An object that hides nothing has no content.
bool plan_hidden(Snapshot &snapshot, Planner &planner, Reason &why) {
  for (u32 i = 0; i < snapshot.shared.size; ++i) {
    if (!snapshot.may_hide(i))
      continue;
    u32 next = static_cast<u32>(snapshot.contents.size);
    size_t before = planner.count();
    if (!each_hidden_part(snapshot, i, why, [&](u64 from, u64 to) {
          return planner.add(next, from, to);
        }))
      return false;
    if (planner.count() == before)
      continue;
    image::Content &content = snapshot.contents[next];
    content.kind = image::FdKind::kMemfd;
    content.size = page_up(snapshot.shared[i].size);
    snapshot.sources[next].hidden = i + 1;
    snapshot.contents.size = next + 1;
    snapshot.hidden[snapshot.hidden.size++] = {i, next};
  }
  return true;
}

// What is not there any more has been cut off by another process.
bool read_hidden(const Snapshot &snapshot, const image::ContentRun &run,
                 u32 object, u8 *to) {
  Window window(best_of(snapshot, snapshot.showing(object)));
  u64 at = window.show(run.position, run.size);
  return at && read_memory(at, to, run.size);
}

} // namespace

bool add_own_content(FdRecord &record, image::FdKind kind) {
  Snapshot &to = record.to;
  record.d.kind = kind;
  to.contents[to.contents.size] = {};
  to.contents[to.contents.size].kind = kind;
  to.sources[to.contents.size] = {};
  record.d.content = static_cast<u32>(++to.contents.size);
  return true;
}

bool add_content(FdRecord &record, image::FdKind kind, bool &is_new) {
  Snapshot &to = record.to;
  size_t i = 0;
  while (i < to.contents.size &&
         (to.contents[i].kind != kind ||
          to.sources[i].device != record.st.st_dev ||
          to.sources[i].inode != record.st.st_ino))
    ++i;
  is_new = i == to.contents.size;
  if (is_new && !add_own_content(record, kind))
    return false;
  record.d.kind = kind;
  record.d.content = static_cast<u32>(i + 1);
  ContentSource &source = to.sources[i];
  source.device = record.st.st_dev;
  source.inode = record.st.st_ino;
  if (record.access() != O_WRONLY && !source.reads)
    source.reads = record.number + 1;
  if (record.access() != O_RDONLY && !source.writes)
    source.writes = record.number + 1;
  return true;
}

u64 count_content_runs(int fd, u64 size) {
  u64 runs = 0;
  fd::each_data_part(fd, 0, size, [&](u64 from, u64 to) {
    runs += (to - from) / kMostBytes + 1;
    return true;
  });
  return runs;
}

bool plan_contents(Snapshot &snapshot, u64 bound, Reason &why) {
  constexpr u64 kMostHidden = u64{1} << 30; // 4 TiB: to look takes a minute
  u64 hidden = count_hidden(snapshot);
  if (hidden > kMostHidden) {
    why.set("shared memory has ", hidden >> 28, " TiB that no mapping shows, "
            "too much to be looked through");
    return false;
  }
  if (!hidden)
    snapshot.content_runs = snapshot.arena.array<image::ContentRun>(bound);
  else if (!make_room(snapshot, bound + hidden, why))
    return false;
  Planner planner(snapshot.content_runs);
  bool good = snapshot.content_runs.data || !bound;
  for (u32 i = 0; good && i < snapshot.contents.size; ++i) {
    const image::Content &content = snapshot.contents[i];
    const ContentSource &source = snapshot.sources[i];
    bool file = content.kind == image::FdKind::kMemfd ||
                content.kind == image::FdKind::kUnlinked;
    good = file ? fd::each_data_part(any_end(source), 0, content.size,
                            [&](u64 from, u64 to) {
                              return planner.add(i, from, to);
                            })
                : planner.add(i, 0, source.bytes.size);
  }
  good = good && (!hidden || plan_hidden(snapshot, planner, why));
  snapshot.content_runs.size = good ? planner.count() : 0;
  if (!good && why.empty())
    why.set("no room for the table of what files without a name hold");
  return good;
}

u64 place_contents(Snapshot &snapshot, u64 offset) {
  for (image::ContentRun &run : snapshot.content_runs) {
    run.file_offset = offset;
    offset += page_up(run.size);
  }
  return offset;
}

u64 content_bytes(const Snapshot &snapshot) {
  u64 bytes = 0;
  for (const image::ContentRun &run : snapshot.content_runs)
    bytes += page_up(run.size);
  return bytes;
}

bool write_contents(Snapshot &snapshot, const TemporaryImage &file,
                    Span<u8> buffer, Reason &why) {
  for (image::ContentRun &run : snapshot.content_runs) {
    const ContentSource &source = snapshot.sources[run.content];
    const u8 *from = source.bytes.data + run.position;
    if (source.hidden) {
      from = buffer.data;
      if (!read_hidden(snapshot, run, source.hidden - 1, buffer.data)) {
        why.set("shared memory that no mapping shows cannot be read");
        return false;
      }
    } else if (!source.bytes.data) {
      int fd = any_end(source);
      from = buffer.data;
      bool direct = sys::fcntl(fd, F_GETFL).value() & O_DIRECT;
      bool read = source.reader() >= 0 && !direct
                      ? read_file(fd, run, buffer.data)
                      : read_apart(fd, run, buffer.data);
      if (!read) {
        why.set(fd::name_of(fd), " cannot be read, and what it holds is saved "
                                 "nowhere else");
        return false;
      }
    }
    run.crc = image::content_crc(run, from);
    if (!file.write(from, run.size, run.file_offset, why))
      return false;
  }
  return true;
}

} // namespace ckpt
