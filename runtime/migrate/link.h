// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// One connection.  Every step has a deadline for all of its bytes, so that a
// peer who sends one byte now and then does not hold the job up.
// Phase: signal, pre-libc.  Never: raises SIGPIPE, waits without a limit.
// Errors: false, and `why` says what happened to the connection.
#pragma once
#include "runtime/abi/text.h"
#include "runtime/migrate/address.h"
#include "runtime/migrate/records.h"

namespace ckpt::migrate {

// Milliseconds of a clock that only goes forward.
u64 now_ms();

class Link {
public:
  // `seconds` for each step.
  Link(int fd, u32 seconds) : fd_(fd), limit_(u64{seconds} * 1000) {}

  bool connect(const Address &address, u16 port, u32 seconds, Reason &why);
  void close();
  int fd() const { return fd_; }

  // `sent`, if given: how much the kernel took, also of a failed call.
  bool send(Bytes bytes, Reason &why, u64 *sent = nullptr);
  bool send(const Record &record, Reason &why) {
    return send(record.bytes(), why);
  }
  // Gives up as soon as the other side says something: it can only be REFUSE.
  bool send_image(Bytes bytes, Reason &why);
  bool receive(void *to, size_t size, Reason &why);
  // At most `size` bytes; 0 at the end.  Sets `got`.
  bool receive_some(void *to, size_t size, size_t &got, Reason &why);

  // A record that is due, or why there is none; REFUSE becomes `why`.  With
  // `head` its first bytes have been read already.  `seconds` for this one.
  bool receive_record(Span<const RecordType> due, Session &session,
                      RecordType &type, u32 seconds, Reason &why,
                      Bytes head = {});
  // A REFUSE that is there, or comes within `ms`, replaces `why`.
  void prefer_refusal(u64 ms, Reason &why);

  // The other side has closed it, or something broke.
  bool is_dead() const;
  // Ends this direction and waits until the peer's kernel has everything.
  bool finish_sending(Reason &why);
  // How long a peer without the protocol may take to say REFUSE.
  static constexpr u64 kLastWords = 2000;
  // Says REFUSE and lets it arrive: closing at once, with bytes not read, would
  // reset the connection.
  void refuse_and_close(StringView text);

private:
  bool wait(short events, u64 deadline, short &found) const;
  bool timed_out(StringView what, u64 limit, Reason &why) const;

  int fd_;
  u64 limit_; // ms
};

} // namespace ckpt::migrate
