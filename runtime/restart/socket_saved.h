// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What the frames of a socket say, and what all kinds of sockets do with it.
// Phase: pre-libc.
#pragma once
#include "runtime/fd/socket_options.h"
#include "runtime/image/frames.h"
#include "runtime/restart/objects.h"

namespace ckpt::restart {

struct Address {
  u8 name[fd::kLongestAddress + 1];
  u32 size; // 0: none
};

struct Saved {
  Address own = {}, other = {};
  bool peer_by_name = false; // `other` is connected to when all names are taken
  Span<u8> bytes;

  ~Saved();
};

// Of an internet socket: any port will do.
void forget_port(Address &name);

bool read_saved(const ImageFile &image, size_t index, Saved &saved,
                Reason &why);

// Those of a connection that are about the path of packets are the new one's.
enum class OptionsOf { kAll, kConnected };
void set_options(int fd, const Saved &saved, OptionsOf which);

// An option of four bytes, as it was.
bool saved_number(const Saved &saved, u32 level, u32 name, u32 &value);

// The descriptors that are sent with the messages of a content: `fds` are those of
// the records.
class Passengers {
public:
  Passengers(const image::View &view, Span<const int> fds, size_t content)
      : view_(view), fds_(fds), content_(content) {}

  bool any_with(u32 message) const;
  bool any_after(u32 messages) const; // beside one that there is not
  // Sends the message, to `to` or the other end.
  SysResult send(int fd, u32 message, Bytes bytes, Bytes to = {}) const;

private:
  const image::View &view_;
  Span<const int> fds_;
  size_t content_;
};

// `fd` sends to its other end what waited there.
bool send_messages(int fd, const Saved &saved, bool stream, Reason &why,
                   const Passengers *passengers = nullptr);

// What of it was shut down, by image::ContentFlag.
void shut(int fd, u32 flags);

SysResult new_socket(const image::Content &content);

// A pair is filled when all is open, if descriptors are among what waits in it.
bool is_filled_late(const image::View &view, size_t index);
// One end, or both: that of contents[index] first.
struct PairEnd {
  int fd;
  const Saved &saved;
};
bool fill_pair(const image::View &view, size_t index, PairEnd here, PairEnd there,
               Span<const int> fds, Reason &why);

// objects_pair.cpp: the file of a local socket that nobody has any more is removed.
bool is_left_over(const image::Content &content, const Address &address);
bool make_pair(const ImageFile &image, size_t index, Span<Made> all, bool dry,
               Reason &why);

// objects_tcp.cpp: a connection with both ends, or the one that anybody has.
bool make_connection(const ImageFile &image, size_t index, Span<Made> all,
                     bool dry, Reason &why);

} // namespace ckpt::restart
