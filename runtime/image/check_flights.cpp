// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Descriptors on their way through local sockets.
#include "runtime/image/check.h"
#include "runtime/image/frames.h"

namespace ckpt::image {
namespace {

constexpr u64 kLocalDomain = 1; // AF_UNIX

bool can_receive(const Content &c) {
  return c.kind == FdKind::kSocket && c.value[0] == kLocalDomain &&
         !(c.flags & (u32{kListening} | kWaits));
}

bool is_before(const Flight &a, const Flight &b) {
  return a.content != b.content ? a.content < b.content
                                : a.message < b.message;
}

} // namespace

bool check_flights(const View &v, Reason &why) {
  u32 together = 0;
  if (v.flights.size > kMostFlights)
    return damaged(why, "more descriptors are on their way than can be");
  for (size_t i = 0; i < v.flights.size; ++i) {
    const Flight &f = v.flights[i];
    if (f.content >= v.contents.size || !can_receive(v.contents[f.content]) ||
        f.message >= kMaxFrames / sizeof(Frame))
      return damaged(why, "a descriptor is on its way to content ", f.content,
                     ", which receives none");
    if (!find_descriptor(v.descriptors, f.number))
      return damaged(why, "descriptor ", f.number,
                     ", which does not exist, is on its way");
    if (i && is_before(f, v.flights[i - 1]))
      return damaged(why, "the descriptors on their way are out of order");
    bool same = i && !is_before(v.flights[i - 1], f);
    together = same ? together + 1 : 1;
    if (together > kMostInMessage)
      return damaged(why, "a message has more descriptors than one can");
  }
  return true;
}

} // namespace ckpt::image
