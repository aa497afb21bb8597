// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/ckpt/segments.h"

#include <asm/shmbuf.h>
#include <linux/ipc.h>

#include "runtime/sys/calls.h"

namespace ckpt {

namespace {

constexpr u32 kPermissions = 0777;
constexpr u32 kRemovedMode = 01000; // SHM_DEST, shmctl(2)
constexpr u32 kLockedMode = 02000;  // SHM_LOCKED

constinit SegmentNumbers numbers; // part of every image

struct Saved {
  image::SystemVSegment segment;
  u64 size, attached;
};
constinit Saved saved[SegmentNumbers::kMost] = {};
constinit u32 saved_count = 0;

SysResult look_at(i32 number, struct shmid64_ds &about) {
  return sys::call(__NR_shmctl, number, IPC_STAT, &about);
}

bool refuse(u64 at, StringView what, Reason &why) {
  why.set("the shared memory at ", Hex{at}, " ", what);
  return false;
}

} // namespace

void begin_segments() { saved_count = 0; }

// One that is only removed from the names lives on in its attachments.
bool save_segment(Span<image::SystemVSegment> &table, u32 index,
                  image::SharedObject &object, u64 attached, u64 at,
                  Reason &why) {
  struct shmid64_ds about = {};
  i32 number = static_cast<i32>(object.inode);
  if (!look_at(number, about).ok())
    return refuse(at, "is a System V segment that cannot be looked at", why);
  if (about.shm_nattch != attached)
    return refuse(at, "is a System V segment that another process has attached",
                  why);
  bool removed = about.shm_perm.mode & kRemovedMode;
  object.kind = image::SharedKind::kSystemV;
  object.mode = about.shm_perm.mode & kPermissions;
  object.size = about.shm_segsz;
  image::SystemVSegment segment = {index, number, about.shm_perm.key, 0,
                                   about.shm_ctime};
  if (removed)
    segment.flags |= image::kSegmentRemoved;
  if (about.shm_perm.mode & kLockedMode)
    segment.flags |= image::kSegmentLocked;
  table.data[table.size++] = segment;
  if (removed)
    return true;
  if (saved_count == SegmentNumbers::kMost)
    return refuse(at, "is a System V segment, and 256 others are not removed "
                      "(shmctl, IPC_RMID) either", why);
  saved[saved_count++] = {segment, object.size, attached};
  return true;
}

void remove_if_same(const image::SystemVSegment &segment, u64 size,
                    u64 attached) {
  struct shmid64_ds about = {};
  bool same = look_at(segment.number, about).ok() &&
              about.shm_perm.key == segment.key &&
              about.shm_ctime == segment.changed && about.shm_segsz == size &&
              about.shm_nattch == attached;
  if (same)
    sys::call(__NR_shmctl, segment.number, IPC_RMID, nullptr).ignore();
}

void remove_segments() {
  for (const Saved &s : Span<const Saved>{saved, saved_count})
    remove_if_same(s.segment, s.size, s.attached);
}

void segments_begin(Span<const SegmentNumber> moved) { numbers.move(moved); }

} // namespace ckpt

ckpt::i32 __ckpt_real_segment(ckpt::i32 kept) {
  return ckpt::numbers.real_of(kept);
}

ckpt::i32 __ckpt_name_segment(ckpt::i32 real) {
  return ckpt::numbers.name(real);
}
