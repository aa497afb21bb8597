// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Where the limit of open files has no room for a second number of each
// descriptor: each gets its own at once.  A keeper has what the restart needs for
// itself, so that a table that was full can be full again.  What needs numbers
// beside its own comes first, when there are many; what needs none comes last.
#include "runtime/abi/shown_number.h"
#include "runtime/fd/list.h"
#include "runtime/restart/files.h"

namespace ckpt::restart {

namespace {

constexpr u64 kBeside = 16; // numbers that a restart needs for itself

bool is_open(int fd) { return sys::fcntl(fd, F_GETFD).ok(); }

} // namespace

bool Files::leads(const image::Descriptor &d) const {
  return d.shares < 0 || given_for(d.number) >= 0;
}

bool Files::is_cramped() const {
  u64 leaders = 0;
  for (const image::Descriptor &d : view_.descriptors)
    leaders += leads(d);
  return limit_known_ &&
         limit_.rlim_max < static_cast<u64>(base_) + leaders + kBeside;
}

int Files::stderr_of_program() const {
  for (const image::Descriptor &d : view_.descriptors)
    if (d.kind == image::FdKind::kInherited && d.inherited == 2 &&
        !(d.flags & image::kInFlight))
      return d.number;
  return -1;
}

// A number that no saved descriptor has.
bool Files::get_out_of_the_way(int &fd, Reason &why) const {
  if (fd < 0 || fd >= sys::kKept ||
      !image::find_descriptor(view_.descriptors, fd))
    return true;
  for (u64 number = min<u64>(limit_.rlim_max, 1 << 20); number-- > 3;) {
    int to = static_cast<int>(number);
    if (image::find_descriptor(view_.descriptors, to) || is_open(to))
      continue;
    if (!sys::dup3(fd, to, O_CLOEXEC).ok())
      break;
    sys::close(fd).ignore();
    fd = to;
    return true;
  }
  return refuse_full(why);
}

// This process may have been given more than the saved one.
void Files::close_unwanted(Span<const int> kept) const {
  (void)fd::each_descriptor([&](u64 number) {
    int fd = static_cast<int>(number);
    bool wanted = given_by_stream(fd) || given_for(fd) >= 0;
    for (int one : kept)
      wanted = wanted || one == fd;
    for (const image::Descriptor &d : view_.descriptors)
      wanted = wanted ||
               (d.kind == image::FdKind::kInherited && d.inherited == fd);
    if (!wanted)
      sys::close(fd).ignore();
    return true;
  });
}

void Files::settle_in_place(Span<const int> kept) {
  in_place_ = true;
  close_unwanted(kept);
}

// What is under that number moves: another descriptor's copy of an inherited
// one, the end of an object.
bool Files::settle(size_t i, Reason &why) {
  int number = view_.descriptors[i].number, from = temporary_[i];
  if (from == number)
    return true;
  bool free = true;
  if (is_open(number)) {
    for (size_t j = 0; j < temporary_.size; ++j)
      if (j != i && temporary_[j] == number) {
        SysResult moved = sys::fcntl(number, F_DUPFD_CLOEXEC, 3);
        free = moved.ok();
        temporary_[j] = free ? moved.fd() : number;
      }
    free = free && objects_.step_aside(number);
  }
  if (!free || !sys::dup3(from, number, O_CLOEXEC).ok()) {
    why.set("descriptor ", __ckpt_shown_number(number),
            " cannot be used here, since the limit of "
            "open files leaves no other number for a moment; raise it (ulimit "
            "-Hn)");
    return false;
  }
  sys::close(from).ignore();
  temporary_[i] = number;
  return true;
}

bool Files::open_in_turn(size_t i, Reason &why) {
  const image::Descriptor &d = view_.descriptors[i];
  int fd = -1;
  same_file_[i] = has_offset(d) && given_for(d.number) < 0;
  if (!open_one(d, fd, why))
    return false;
  temporary_[i] = fd;
  objects_.opened_in_place(d);
  return true;
}

// All copies before any original is given up.
bool Files::open_given(Reason &why) {
  auto is_given = [](const image::Descriptor &d) {
    return given_for(d.number) >= 0 || d.kind == image::FdKind::kInherited;
  };
  for (size_t i = 0; i < view_.descriptors.size; ++i)
    if (is_given(view_.descriptors[i]) && !open_in_turn(i, why))
      return false;
  for (size_t i = 0; i < view_.descriptors.size; ++i)
    if (temporary_[i] >= 0 && !settle(i, why))
      return false;
  return true;
}

// The other descriptors of what was made for this one.
bool Files::open_kin(size_t first, Reason &why) {
  const image::Descriptor &d = view_.descriptors[first];
  for (size_t i = 0; i < view_.descriptors.size && objects_.kin_left(d); ++i) {
    const image::Descriptor &other = view_.descriptors[i];
    if (temporary_[i] < 0 && leads(other) && objects_.is_kin(d, other) &&
        (!open_in_turn(i, why) || !settle(i, why)))
      return false;
  }
  objects_.close_kin(d);
  return true;
}

bool Files::open_in_place(Reason &why) {
  objects_.plan_in_place();
  if (!open_given(why))
    return false;
  const Turn turns[] = {Turn::kHard, Turn::kPairs, Turn::kPlain};
  for (Turn turn : turns)
    for (size_t i = 0; i < view_.descriptors.size; ++i) {
      const image::Descriptor &d = view_.descriptors[i];
      if (temporary_[i] < 0 && leads(d) && objects_.turn_of(d) == turn &&
          (!open_in_turn(i, why) || !settle(i, why) || !open_kin(i, why)))
        return false;
    }
  return true;
}

} // namespace ckpt::restart
