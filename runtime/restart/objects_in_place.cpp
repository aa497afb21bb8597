// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Which objects need numbers beside those of their descriptors, and which
// descriptors come from one object: what is open meanwhile must be little.
#include "runtime/restart/objects.h"

#include "runtime/image/decode.h"

namespace ckpt::restart {

namespace {

using image::FdKind;

bool has_content(const image::Descriptor &d, size_t count) {
  return Objects::makes(d.kind) && d.content && d.content <= count;
}

bool is_of_terminal(const image::Descriptor &d) {
  return d.kind == FdKind::kMaster || d.kind == FdKind::kSlave;
}

} // namespace

// Of a pipe whose ends are opened again through /proc a keeper has the first two.
void Objects::plan_in_place() {
  for (const image::Descriptor &d : image_.view.descriptors) {
    if (d.shares >= 0 || !has_content(d, made_.size))
      continue;
    Made &made = made_[d.content - 1];
    if (d.kind == FdKind::kMaster)
      made.in_place = true;
    if (d.kind != FdKind::kPipe) {
      ++made.left;
      continue;
    }
    u32 access = d.open_flags & O_ACCMODE;
    bool &seen = access == O_WRONLY ? made.second_used : made.first_used;
    made.in_place = (made.in_place || !made.left) && !seen && access != O_RDWR && !d.path_size &&
                    !(d.open_flags & O_LARGEFILE);
    made.reopened = !made.in_place;
    seen = true;
    ++made.left;
  }
  for (Made &made : made_)
    made.first_used = made.second_used = false;
}

// 1 + the content that is made with this one: a socket's peer, a slave's master.
u64 Objects::relative_of(const image::Descriptor &d) const {
  const image::Content &content = image::content_of(image_.view, d);
  u64 other = 0;
  if (d.kind == FdKind::kSlave)
    other = content.value[0];
  if (d.kind == FdKind::kSocket &&
      !(content.flags & (u32{image::kListening} | image::kPeerGone |
                         image::kWaits)))
    other = content.value[3];
  return other <= made_.size ? other : 0;
}

Turn Objects::turn_of(const image::Descriptor &d) const {
  if (is_of_terminal(d))
    return Turn::kHard;
  if (!has_content(d, made_.size))
    return Turn::kPlain;
  const Made &made = made_[d.content - 1];
  if (d.kind == FdKind::kPipe)
    return made.in_place && made.left + made.first_used + made.second_used == 2
               ? Turn::kPairs
               : Turn::kHard;
  if (d.kind == FdKind::kSocket)
    return relative_of(d) ? Turn::kPairs : Turn::kHard;
  return Turn::kPlain;
}

bool Objects::is_kin(const image::Descriptor &d,
                     const image::Descriptor &other) const {
  if (!has_content(d, made_.size) || !has_content(other, made_.size))
    return false;
  if (d.content == other.content)
    return true;
  u64 mine = relative_of(d), its = relative_of(other);
  return mine == other.content || its == d.content || (mine && mine == its);
}

u64 Objects::kin_left(const image::Descriptor &d) const {
  if (!has_content(d, made_.size))
    return 0;
  if (is_of_terminal(d))
    return ~u64{0};
  u64 other = relative_of(d);
  return made_[d.content - 1].left + (other ? made_[other - 1].left : 0);
}

void Objects::opened_in_place(const image::Descriptor &d) {
  if (has_content(d, made_.size) && made_[d.content - 1].left)
    --made_[d.content - 1].left;
}

void Objects::close_kin(const image::Descriptor &d) {
  if (!has_content(d, made_.size))
    return;
  close_ends(made_[d.content - 1]);
  if (u64 other = relative_of(d))
    close_ends(made_[other - 1]);
}

bool Objects::step_aside(int number) {
  for (Made &made : made_) {
    i32 *ends[] = {&made.first, &made.second, &made.sender};
    for (i32 *end : ends) {
      if (*end != number + 1)
        continue;
      SysResult moved = sys::fcntl(number, F_DUPFD_CLOEXEC, 3);
      if (moved.ok())
        *end = moved.fd() + 1;
      return moved.ok();
    }
  }
  return true;
}

} // namespace ckpt::restart
