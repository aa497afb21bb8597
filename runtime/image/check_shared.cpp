// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Shared memory: the objects, and which part of one a mapping shows.
#include "runtime/abi/config.h"
#include "runtime/image/check.h"

namespace ckpt::image {
namespace {

constexpr u64 kMaxOffset = ~u64{0} >> 1; // off_t
constexpr u32 kMostPermissions = 0777;

bool check_name(const SharedObject &o, const View &v, u64 index, Reason &why) {
  if (o.path > v.shared_pool.size ||
      o.path_size > v.shared_pool.size - o.path || o.path_size >= kPathMax)
    return damaged(why, "shared object ", index, " has a name out of bounds");
  StringView name = v.path(o);
  if (name.find(0) != name.size)
    return damaged(why, "the name of shared object ", index, " holds a NUL");
  if (o.kind == SharedKind::kFile && !name.starts_with("/"))
    return damaged(why, "the path of shared object ", index,
                   " is not absolute");
  return true;
}

bool check_object(const SharedObject &o, const View &v, u64 index,
                  Reason &why) {
  if (o.kind < SharedKind::kAnonymous || o.kind > SharedKind::kSystemV ||
      o.flags & ~u32{kAllSharedFlags} || o.size > kMaxOffset || o.mode > kMostPermissions)
    return damaged(why, "shared object ", index,
                   " is of an unknown kind or size");
  bool has_descriptor = o.kind == SharedKind::kDescriptor;
  if (has_descriptor ? !find_descriptor(v.descriptors, o.descriptor)
                     : o.descriptor != -1)
    return damaged(why, "shared object ", index,
                   " names a descriptor that does not exist");
  return check_name(o, v, index, why);
}

// A page that can be read is one of the object's.
bool check_part(const Mapping &m, const View &v, Reason &why) {
  if (m.object >= v.shared.size)
    return damaged(why, "mapping at ", Hex{m.start},
                   " shows a shared object that does not exist");
  u64 readable = m.readable_end - m.start;
  const SharedObject &o = object_of(v, m);
  if (m.file_offset > kMaxOffset || readable > kMaxOffset - m.file_offset ||
      (readable && m.file_offset + readable > page_up(o.size)))
    return damaged(why, "mapping at ", Hex{m.start},
                   " shows more than its shared object holds");
  if (m.path_size && o.kind != SharedKind::kFile)
    return damaged(why, "mapping at ", Hex{m.start},
                   " has a path, and shows no file");
  return true;
}

bool check_hidden(const Hidden &h, const View &v, Reason &why) {
  if (h.object >= v.shared.size || h.content >= v.contents.size)
    return damaged(why, "shared object ", h.object,
                   " hides a content that does not exist");
  const SharedObject &o = v.shared[h.object];
  if ((o.kind != SharedKind::kAnonymous && o.kind != SharedKind::kSystemV) ||
      v.contents[h.content].kind != FdKind::kMemfd ||
      v.contents[h.content].size > page_up(o.size))
    return damaged(why, "shared object ", h.object,
                   " hides more than it may hold");
  return true;
}

bool check_segments(const View &v, Reason &why) {
  const SystemVSegment *last = nullptr;
  for (const SystemVSegment &s : v.system_v) {
    if (s.object >= v.shared.size ||
        v.shared[s.object].kind != SharedKind::kSystemV || s.number < 0 ||
        s.flags & ~u32{kAllSegmentFlags} || (last && last->object >= s.object))
      return damaged(why, "the System V segment of shared object ", s.object,
                     " is of an unknown kind, or out of order");
    last = &s;
  }
  return true;
}

} // namespace

bool check_shared(const View &v, Reason &why) {
  for (u64 i = 0; i < v.shared.size; ++i)
    if (!check_object(v.shared[i], v, i, why))
      return false;
  for (const Mapping &m : v.mappings) {
    if (m.flags & kShared ? !check_part(m, v, why) : m.object != 0) {
      if (!(m.flags & kShared))
        damaged(why, "mapping at ", Hex{m.start}, " is not shared, and shows "
                                                  "a shared object");
      return false;
    }
  }
  const Hidden *last = nullptr;
  for (const Hidden &h : v.hidden) {
    if (!check_hidden(h, v, why))
      return false;
    if (last && last->object >= h.object)
      return damaged(why, "what shared object ", h.object,
                     " hides is out of order");
    last = &h;
  }
  return check_segments(v, why);
}

} // namespace ckpt::image
