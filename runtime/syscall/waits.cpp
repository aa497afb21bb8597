// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// poll, select and their kin wait on copies with the real numbers.  The copies
// are as old as the wait: what it found is written to the program's own.
#include <linux/poll.h>

#include "runtime/syscall/by_hand.h"

namespace ckpt::syscall {

namespace {

constexpr u64 kMostPolled = kMostVirtual;
constexpr size_t kPiece = 16; // of an array, on the stack

Then begin_any_poll(CallFrame &f) {
  u64 count = static_cast<u32>(f.own[1]);
  if (count == 0 || count > kMostPolled)
    return kMake;
  pollfd *list =
      static_cast<pollfd *>(replace_argument(f, 0, count * sizeof(pollfd)));
  if (!list)
    return answer(f, -EFAULT);
  for (u64 i = 0; i < count; ++i)
    if (list[i].fd >= 0)
      list[i].fd = real_or_none(list[i].fd);
  return kMake;
}

void end_any_poll(CallFrame &f) {
  u64 count = static_cast<u32>(f.own[1]);
  if (f.result < 0 || f.call[0] == f.own[0])
    return;
  const pollfd *found = reinterpret_cast<const pollfd *>(f.call[0]);
  for (u64 at = 0; at < count; at += kPiece) {
    pollfd piece[kPiece];
    size_t here = min<u64>(kPiece, count - at);
    u64 place = f.own[0] + at * sizeof(pollfd);
    if (!copy_in(place, piece, here * sizeof(pollfd)))
      return void(f.result = -EFAULT);
    for (size_t i = 0; i < here; ++i)
      piece[i].revents = found[at + i].revents;
    if (!copy_out(place, piece, here * sizeof(pollfd)))
      return void(f.result = -EFAULT);
  }
}

// Sets of descriptors: words of 64.
constexpr u64 kBits = 64;

u64 words_for(u64 count) { return (count + kBits - 1) / kBits; }

u64 word_in(u64 set, u64 index) {
  u64 word = 0;
  return copy_in(set + index * sizeof word, &word, sizeof word) ? word : 0;
}

// Calls each(number) for those in the program's set, below `count`.
template <class Each> void each_in_set(u64 set, u64 count, Each each) {
  for (u64 i = 0; i < words_for(count); ++i)
    for (u64 word = word_in(set, i); word; word &= word - 1) {
      u64 number = i * kBits + static_cast<u64>(__builtin_ctzll(word));
      if (number < count)
        each(static_cast<i32>(number));
    }
}

bool sets_are_readable(const CallFrame &f, u64 count) {
  for (int i = 1; i <= 3; ++i)
    for (u64 at = 0; f.own[i] && at < words_for(count); ++at) {
      u64 word;
      if (!copy_in(f.own[i] + at * sizeof word, &word, sizeof word))
        return false;
    }
  return true;
}

Then begin_any_select(CallFrame &f) {
  i32 asked = f.fd(0);
  if (asked < 0)
    return kMake;
  // As the kernel: nobody has a descriptor above.
  if (static_cast<u32>(asked) > kMostVirtual)
    f.own[0] = asked = kMostVirtual;
  if (!sets_are_readable(f, static_cast<u32>(asked)))
    return answer(f, -EFAULT);
  i32 highest = -1;
  bool bad = false;
  for (int i = 1; i <= 3; ++i)
    if (f.own[i])
      each_in_set(f.own[i], static_cast<u32>(asked), [&](i32 number) {
        i32 real = real_of(number);
        bad = bad || real < 0;
        highest = max(highest, real);
      });
  if (bad)
    return answer(f, -EBADF);
  u64 words = words_for(static_cast<u64>(highest + 1));
  u64 *room = static_cast<u64 *>(scratch(f, (3 * words + 1) * sizeof(u64)));
  if (!room)
    return answer(f, -ENOMEM);
  for (u64 i = 0; i < 3 * words; ++i)
    room[i] = 0;
  for (int i = 1; i <= 3; ++i, room += words) {
    if (!f.own[i])
      continue;
    each_in_set(f.own[i], static_cast<u32>(asked), [&](i32 number) {
      u64 real = static_cast<u64>(real_of(number));
      if (real / kBits < words)
        room[real / kBits] |= u64{1} << real % kBits;
    });
    f.call[i] = reinterpret_cast<u64>(room);
  }
  f.call[0] = static_cast<u64>(highest + 1);
  f.spare[1] = words;
  return kMake;
}

void put_set(CallFrame &f, int argument) {
  const u64 *found = reinterpret_cast<const u64 *>(f.call[argument]);
  u64 count = static_cast<u32>(f.own[0]);
  for (u64 i = 0; i < words_for(count); ++i) {
    u64 result = 0, set = f.own[argument] + i * sizeof result;
    for (u64 word = word_in(f.own[argument], i); word; word &= word - 1) {
      u64 bit = static_cast<u64>(__builtin_ctzll(word));
      i32 real = real_of(static_cast<i32>(i * kBits + bit));
      u64 at = static_cast<u64>(real);
      if (real >= 0 && at / kBits < f.spare[1] &&
          (found[at / kBits] >> at % kBits & 1))
        result |= u64{1} << bit;
    }
    if (!copy_out(set, &result, sizeof result))
      f.result = -EFAULT;
  }
}

void end_any_select(CallFrame &f) {
  if (f.result < 0 || f.fd(0) < 0)
    return;
  for (int i = 1; i <= 3; ++i)
    if (f.own[i])
      put_set(f, i);
}

} // namespace

Then begin_poll(CallFrame &f) { return begin_any_poll(f); }
void end_poll(CallFrame &f) { end_any_poll(f); }

Then begin_ppoll(CallFrame &f) {
  i64 error = translate_mask(f, 3);
  return error ? answer(f, error) : begin_any_poll(f);
}
void end_ppoll(CallFrame &f) { end_any_poll(f); }

Then begin_select(CallFrame &f) { return begin_any_select(f); }
void end_select(CallFrame &f) { end_any_select(f); }

// The last argument points to a pointer to the mask, and its size.
Then begin_pselect(CallFrame &f) {
  u64 *packed = static_cast<u64 *>(replace_argument(f, 5, 2 * sizeof(u64)));
  if (f.own[5] && !packed)
    return answer(f, -EFAULT);
  if (!packed || !packed[0] || packed[1] != sys::kSigsetSize)
    return begin_any_select(f);
  u64 *mask = static_cast<u64 *>(scratch(f, sizeof(u64)));
  if (!mask || !copy_in(packed[0], mask, sizeof *mask))
    return answer(f, -EFAULT);
  if (i64 error = begin_replaced_mask(f, *mask))
    return answer(f, error);
  packed[0] = reinterpret_cast<u64>(mask);
  return begin_any_select(f);
}
void end_pselect(CallFrame &f) { end_any_select(f); }

} // namespace ckpt::syscall
