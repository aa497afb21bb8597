// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Descriptors and locks.
#include "runtime/abi/config.h"
#include "runtime/image/check.h"

namespace ckpt::image {
namespace {

constexpr u32 kTypeMask = 0170000; // S_IFMT and its values
constexpr u32 kRegularType = 0100000;
constexpr u32 kCharacterType = 0020000;
constexpr u32 kDirectoryType = 0040000;
constexpr u32 kFifoType = 0010000;
constexpr u32 kSocketType = 0140000;
constexpr u32 kAnyType = ~0u;
constexpr u32 kMaxSignal = 64;

enum class Path : u8 { kAny, kAbsolute, kAbsoluteOrNone, kNone };

// One row for each kind, in their order.
struct KindRule {
  u32 type; // of file
  Path path;
  bool has_content;
};
constexpr KindRule kRules[kLastFdKind] = {
    {kAnyType, Path::kAny, false},                // inherited
    {kRegularType, Path::kAbsolute, false},       // regular
    {kCharacterType, Path::kAbsolute, false},     // device
    {kCharacterType, Path::kAbsolute, false},     // terminal
    {kFifoType, Path::kAbsoluteOrNone, true},     // pipe
    {kAnyType, Path::kNone, true},                // eventfd
    {kAnyType, Path::kNone, false},               // epoll
    {kAnyType, Path::kNone, true},                // signalfd
    {kAnyType, Path::kNone, true},                // timerfd
    {kRegularType, Path::kAny, true},             // memfd: its name
    {kRegularType, Path::kAbsolute, true},        // unlinked
    {kDirectoryType, Path::kAbsolute, false},     // directory
    {kAnyType, Path::kAbsolute, false},           // path only
    {kRegularType, Path::kAbsolute, false},       // kernel file
    {kSocketType, Path::kNone, true},             // socket
    {kAnyType, Path::kNone, true},                // inotify
    {kCharacterType, Path::kNone, true},          // master
    {kCharacterType, Path::kAbsolute, true},      // slave: its old name
    {kAnyType, Path::kNone, false},               // pidfd of itself
    {kRegularType, Path::kAbsolute, true},        // message queue
};

bool is_known(FdKind kind) {
  return kind >= FdKind::kInherited && static_cast<u32>(kind) <= kLastFdKind;
}

const KindRule &rule_of(const Descriptor &d) {
  return kRules[static_cast<u32>(d.kind) - 1];
}

bool check_path(const Descriptor &d, const View &v, Reason &why) {
  if (d.path > v.descriptor_pool.size ||
      d.path_size > v.descriptor_pool.size - d.path || d.path_size >= kPathMax)
    return damaged(why, "descriptor ", d.number, " has a path out of bounds");
  StringView path = v.path(d);
  if (path.find(0) != path.size)
    return damaged(why, "the path of descriptor ", d.number, " holds a NUL");
  Path wanted = rule_of(d).path;
  if (wanted == Path::kAny || (wanted != Path::kAbsolute && path.empty()))
    return true;
  if (wanted == Path::kNone)
    return damaged(why, "descriptor ", d.number, " has a path");
  return path.starts_with("/") || damaged(why, "the path of descriptor ",
                                          d.number, " is not absolute");
}

bool check_content(const Descriptor &d, const View &v, Reason &why) {
  bool right = rule_of(d).has_content
                   ? d.content && d.content <= v.contents.size &&
                         v.contents[d.content - 1].kind == d.kind
                   : d.content == 0;
  return right || damaged(why, "descriptor ", d.number,
                          " has no content, or another one's");
}

bool check_owner(const Descriptor &d, const View &v, Reason &why) {
  bool thread = d.owner_kind == FdOwner::kThread;
  bool known = d.owner_kind <= FdOwner::kGroup;
  if (!known || (thread ? !has_thread(v.threads, d.owner) : d.owner != 0) ||
      d.owner_signal > kMaxSignal)
    return damaged(why, "descriptor ", d.number,
                   " sends signals to an impossible receiver");
  return true;
}

bool check_descriptor(const Descriptor &d, Reason &why) {
  if (d.number < 0 || d.number >= kMaxDescriptor)
    return damaged(why, "descriptor ", d.number, " is out of range");
  if (!is_known(d.kind) || d.flags & ~u32{kAllFdFlags})
    return damaged(why, "descriptor ", d.number,
                   " has an unknown kind or unknown flags");
  bool removed = (d.mode & kTypeMask) == kDirectoryType &&
                 (d.kind == FdKind::kDirectory || d.kind == FdKind::kPathOnly);
  if (d.flags & kRemoved && !removed)
    return damaged(why, "descriptor ", d.number,
                   " is not the type of file that its kind says");
  bool sized = d.kind == FdKind::kInherited || d.kind == FdKind::kRegular;
  if (d.offset > kMaxOffset || d.length > kMaxOffset || (!sized && d.length))
    return damaged(why, "descriptor ", d.number,
                   " has a wrong offset or length");
  if (d.kind == FdKind::kInherited &&
      (d.inherited < 0 || d.inherited >= kMaxDescriptor))
    return damaged(why, "descriptor ", d.number,
                   " is inherited from an impossible number");
  u32 type = rule_of(d).type;
  if (type != kAnyType && (d.mode & kTypeMask) != type)
    return damaged(why, "descriptor ", d.number,
                   " is not the type of file that its kind says");
  return true;
}

bool check_sharing(const Descriptor &d, const View &v, Reason &why) {
  if (d.shares == -1)
    return true;
  const Descriptor *first = find_descriptor(v.descriptors, d.shares);
  if (!first || first->number >= d.number || first->shares != -1 ||
      first->kind != d.kind || first->content != d.content)
    return damaged(why, "descriptor ", d.number,
                   " shares the offset of one that it cannot, ", d.shares);
  return true;
}

} // namespace

bool check_descriptors(const View &v, Reason &why) {
  i32 previous = -1;
  for (const Descriptor &d : v.descriptors) {
    if (!check_descriptor(d, why) || !check_path(d, v, why) ||
        !check_content(d, v, why) || !check_owner(d, v, why))
      return false;
    if (d.number <= previous)
      return damaged(why, "descriptor ", d.number,
                     " is there twice or out of order");
    previous = d.number;
  }
  for (const Descriptor &d : v.descriptors)
    if (!check_sharing(d, v, why))
      return false;
  return true;
}

bool check_locks(const View &v, Reason &why) {
  constexpr u16 kWriteLock = 1; // F_WRLCK; F_RDLCK is 0
  for (const RecordLock &l : v.locks) {
    if (!find_descriptor(v.descriptors, l.number))
      return damaged(why, "a record lock names descriptor ", l.number,
                     ", which does not exist");
    if (l.type > kWriteLock || l.owner > LockOwner::kLease ||
        l.start > kMaxOffset || l.length > kMaxOffset - l.start)
      return damaged(why, "a record lock of descriptor ", l.number,
                     " has a wrong type or range");
  }
  return true;
}

} // namespace ckpt::image
