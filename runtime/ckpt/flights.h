// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Descriptors that are on their way through local sockets (SCM_RIGHTS, unix(7)).
// A look at such a message gives copies of them.  A child looks, into whose table
// the copies go; it knows those that are the program's own descriptors (kcmp(2))
// and sends the others to the process, which has them under free numbers until the
// image is written: they are recorded like all others.
//
//     program   5 -> file A     socket 3 [ "x" + A, B ]
//     process   5 -> file A, 6 -> file B (kInFlight)
//     image     Flight {socket, message 0, number 5}, {socket, message 0, number 6}
//
// The process itself does not look: to close the copy of a file drops its record
// locks (fcntl(2)), and a child's closing only the child's own.
// Phase: signal.  Errors: false, and `why` names the socket.
#pragma once
#include "runtime/abi/text.h"
#include "runtime/ckpt/arena.h"
#include "runtime/image/frames.h"

namespace ckpt {

struct Snapshot;

// A socket with such messages, and all that waits in it.
struct FlightQueue {
  u64 inode;
  i32 fd;            // in the table of the child
  u32 first, count;  // of `rights`
  Bytes frames;      // each message's sender behind it
};

// Descriptors of the program's, beside which a look gives copies.
struct OwnFile {
  u64 device, inode;
  i32 number;
};
struct CopiedFile {
  u64 device, inode;
  i32 fd;     // in the table of the child
  i32 number; // in the process; -1: it has none yet
};

struct FlightRight {
  u32 message;
  i32 number; // while the child looks: below zero, -1 - the index of its copy
};

struct Flights {
  Arena arena;
  Span<FlightQueue> queues;
  size_t queue_room = 0; // for so many; for kMostFlights of the others
  Span<OwnFile> own;
  Span<CopiedFile> copies;
  Span<FlightRight> rights;
  Span<image::Flight> records; // for the image

  const FlightQueue *queue_of(u64 inode) const;
  // The process has it for the image alone.
  bool is_copy(int number) const;
};

// Before descriptors are counted.
bool find_flights(Snapshot &snapshot, Reason &why);
// The image is written.
void end_flights(Flights &flights);

// flights_look.cpp, in the child: fills `flights`, and sends the copies that the
// process needs to `to`.
bool look_for_flights(Flights &flights, int to, Reason &why);
// fdinfo's count of descriptors that wait in a local socket; 0: none, or it is not
// told (before Linux 5.10).
u64 count_rights(int number);

} // namespace ckpt
