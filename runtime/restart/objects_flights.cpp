// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Descriptors that were on their way through local sockets are sent again: when
// all are open, under whatever numbers, and before any gets its own.
#include <asm/errno.h>

#include "runtime/restart/socket_saved.h"

namespace ckpt::restart {

namespace {

bool is_filled_pair(const image::Content &content) {
  return content.kind == image::FdKind::kSocket &&
         content.value[0] == fd::kUnix &&
         !(content.flags & (u32{image::kListening} | image::kWaits)) &&
         (content.flags & image::kPeerGone || content.value[3]);
}

// The content of its other end, its own if that is closed.
size_t other_end(const image::View &view, size_t index) {
  const image::Content &content = view.contents[index];
  return content.flags & image::kPeerGone ? index : content.value[3] - 1;
}

// Where the record of descriptor `number` is opened; -1: nowhere.
int fd_of_record(const image::View &view, Span<const int> fds, i32 number) {
  const image::Descriptor *d = image::find_descriptor(view.descriptors, number);
  size_t index = static_cast<size_t>(d - view.descriptors.data);
  if (fds[index] < 0 && d->shares >= 0)
    index = static_cast<size_t>(
        image::find_descriptor(view.descriptors, d->shares) -
        view.descriptors.data);
  return fds[index];
}

} // namespace

int fd_of_content(const image::View &view, Span<const int> fds, size_t index) {
  for (size_t i = 0; i < fds.size; ++i)
    if (fds[i] >= 0 && view.descriptors[i].content == index + 1)
      return fds[i];
  return -1;
}

bool Passengers::any_with(u32 message) const {
  return !image::flights_of(view_.flights, content_, message).empty();
}

bool Passengers::any_after(u32 messages) const {
  Span<const image::Flight> all = image::flights_of(view_.flights, content_);
  return !all.empty() && all[all.size - 1].message >= messages;
}

SysResult Passengers::send(int fd, u32 message, Bytes bytes, Bytes to) const {
  i32 numbers[image::kMostInMessage];
  size_t count = 0;
  for (const image::Flight &flight :
       image::flights_of(view_.flights, content_, message))
    numbers[count++] = fd_of_record(view_, fds_, flight.number);
  return fd::send_rights(fd, bytes, {numbers, count}, to);
}

bool is_filled_late(const image::View &view, size_t index) {
  return !image::flights_of(view.flights, index).empty() ||
         !image::flights_of(view.flights, other_end(view, index)).empty();
}

bool fill_pair(const image::View &view, size_t index, PairEnd here, PairEnd there,
               Span<const int> fds, Reason &why) {
  const image::Content &content = view.contents[index];
  size_t other = other_end(view, index);
  bool stream = content.value[1] == fd::kStream;
  Passengers with_here(view, fds, index), with_there(view, fds, other);
  if (!send_messages(there.fd, here.saved, stream, why, &with_here))
    return false;
  // Of a stream an end of reading is the other side's end of writing.
  u32 sides = image::kShutWrite;
  if (content.value[1] == fd::kDatagram)
    sides |= image::kShutRead;
  if (other == index) {
    shut(here.fd, content.flags & sides & image::kShutRead);
    return true;
  }
  if (!send_messages(here.fd, there.saved, stream, why, &with_there))
    return false;
  shut(here.fd, content.flags & sides);
  shut(there.fd, view.contents[other].flags & sides);
  return true;
}

bool send_flights(const ImageFile &image, Span<const Made> all,
                  Span<const int> fds, Reason &why) {
  const image::View &view = image.view;
  for (size_t i = 0; i < view.contents.size; ++i) {
    if (!is_filled_pair(view.contents[i]) || !is_filled_late(view, i) ||
        other_end(view, i) < i)
      continue;
    size_t other = other_end(view, i);
    int here = fd_of_content(view, fds, i);
    int there = other == i ? all[i].sender - 1 : fd_of_content(view, fds, other);
    Saved to_here, to_there;
    if (!read_saved(image, i, to_here, why) ||
        (other != i && !read_saved(image, other, to_there, why)) ||
        !fill_pair(view, i, {here, to_here}, {there, to_there}, fds, why))
      return false;
  }
  return true;
}

} // namespace ckpt::restart
