// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// System V segments: a new one for each, with the key that it had.
#include <asm/errno.h>
#include <asm/mman.h>
#include <asm/shmbuf.h>
#include <linux/ipc.h>

#include "runtime/ckpt/report.h"
#include "runtime/ckpt/segments.h"
#include "runtime/restart/shared.h"

namespace ckpt::restart {

namespace {

constexpr u32 kCreate = 01000, kExclusive = 02000; // IPC_CREAT, IPC_EXCL
constexpr u32 kReadOnly = 010000;                  // SHM_RDONLY
constexpr int kLock = 11;                          // SHM_LOCK
constexpr u32 kOwn = 0600; // to attach it now, whatever it has in the end

SysResult control(SysResult id, int what, struct shmid64_ds *about = nullptr) {
  return sys::call(__NR_shmctl, id.value(), what, about);
}

// Errors: of shmget(2).
SysResult make_segment(const image::SharedObject &object,
                       const image::SystemVSegment *known) {
  i32 key = 0;
  if (known && !(known->flags & image::kSegmentRemoved)) {
    // Left by the saved process, if that was killed: the content to go on with is
    // in the image.
    remove_if_same(*known, object.size, 0);
    key = known->key;
  }
  u32 flags = kCreate | kExclusive | object.mode | kOwn;
  SysResult id = sys::call(__NR_shmget, key, object.size, flags);
  if (key == 0 || id.error() != EEXIST)
    return id;
  notice("another System V segment has the key ", Hex{static_cast<u32>(key)},
         ", which the job's had; the job goes on with one that has no key");
  return sys::call(__NR_shmget, IPC_PRIVATE, object.size, flags);
}

// As the program had it; until it is attached, it may be anything.
void settle_segment(SysResult id, const image::SharedObject &object,
                    const image::SystemVSegment *known) {
  struct shmid64_ds about = {};
  if (known && known->flags & image::kSegmentLocked &&
      !control(id, kLock).ok())
    notice("the System V segment ", known->number, " cannot be locked in memory "
           "again (ulimit -l)");
  if ((object.mode | kOwn) != object.mode && control(id, IPC_STAT, &about).ok()) {
    about.shm_perm.mode = object.mode;
    control(id, IPC_SET, &about).ignore();
  }
  if (!known || known->flags & image::kSegmentRemoved)
    control(id, IPC_RMID).ignore();
}

} // namespace

// The whole is attached where there is room, and each part shown where it was.
bool SharedMemory::map_segment(size_t index, Span<const u32> mappings,
                               const Placement &placement, Reason &why) {
  const image::SharedObject &object = image_.view.shared[index];
  const image::SystemVSegment *known =
      image::segment_of(image_.view, static_cast<u32>(index));
  SysResult id = make_segment(object, known);
  if (id.ok() && known)
    segments_[segments_.size++] = {known->number, static_cast<i32>(id.value())};
  SysResult at = id.ok() ? sys::call(__NR_shmat, id.value(), nullptr, 0) : id;
  SysResult reader =
      at.ok() ? sys::call(__NR_shmat, id.value(), nullptr, kReadOnly) : at;
  if (id.ok())
    settle_segment(id, object, known);
  if (!at.ok()) {
    why.set("its System V segment of ", object.size >> 10,
            " KiB cannot be made here (errno ", at.error(),
            "); look at kernel.shmmax and kernel.shmall");
    return false;
  }
  bool good = fill_hidden(index, at.address(), why);
  for (size_t i = 0; good && i < mappings.size; ++i)
    good = show_part(mappings[i], at.address(), reader, placement, why);
  sys::munmap(at.address(), page_up(object.size)).ignore();
  if (reader.ok())
    sys::munmap(reader.address(), page_up(object.size)).ignore();
  return good;
}

// A mapping that can only be read is one of `reader`.
bool SharedMemory::show_part(u32 mapping, u64 at, SysResult reader,
                             const Placement &placement, Reason &why) const {
  const image::Mapping &m = image_.view.mappings[mapping];
  bool reads = m.flags & image::kOnlyRead && reader.ok();
  SysResult shown = sys::mremap((reads ? reader.address() : at) + m.file_offset,
                                0, m.end - m.start,
                                MREMAP_MAYMOVE | MREMAP_FIXED,
                                placement.address[mapping]);
  return shown.ok() || cannot_map(m, shown.error(), why);
}

void SharedMemory::forget_segments() const {
  for (const SegmentNumber &made : segments_)
    sys::call(__NR_shmctl, made.real, IPC_RMID, nullptr).ignore();
}

} // namespace ckpt::restart
