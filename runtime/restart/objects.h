// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Descriptors that are made anew, with what they held: pipes, event counters,
// timers, files without a name, sockets.
// Phase: pre-libc.  Errors: false, and `why` names the descriptor.  Until the
// restart is past its fence nothing that others see has changed, but for bytes
// in FIFOs, which go with the last descriptor.
#pragma once
#include "runtime/ckpt/arena.h"
#include "runtime/restart/image_file.h"

namespace ckpt::restart {

// What was made for one content; descriptors are opened from it.
struct Made {
  i32 first; // 1 + the reading end of a pipe, or the only descriptor; 0: none
  i32 second; // 1 + the writing end of a pipe
  bool done, wanted;
  i32 sender; // 1 + the other end of a socket whose is closed, until it is filled
  bool in_place; // an end itself is a descriptor, no copy of it
  bool reopened; // a pipe that a keeper has, and no end itself is one
  u32 left;      // descriptions that were not opened from it yet
  bool first_used, second_used; // as they are, by a descriptor
  bool creator_used;            // of a memfd
};

// In which order descriptors get their numbers, where there are no others.
enum class Turn : u8 {
  kGiven, // by whoever starts the process: under their numbers already
  kHard,  // numbers beside their own are needed for a moment
  kPairs, // come in twos
  kPlain, // one number, their own
};

class Objects {
public:
  explicit Objects(const ImageFile &image) : image_(image) {}

  static bool makes(image::FdKind kind);
  bool reserve(Arena &arena);
  // Only to see whether it would work: the job itself still runs.
  void only_try() { dry_ = true; }
  // All are open: `fds` are those of the records, -1: one that shares another's.
  bool fill_queues(Span<const int> fds, Reason &why);
  // One for each description.  `path`: of a FIFO, or of a file that had a name.
  bool open(const image::Descriptor &d, Text<8300> &path, int &fd,
            Reason &why);
  // Closes what no descriptor was opened from.
  void close_unused();
  // Closes what no descriptor record from `next` on is opened from: where the
  // numbers are few.
  void close_finished(size_t next);
  // Where each gets its number at once (files_in_place.cpp).
  void plan_in_place();
  Turn turn_of(const image::Descriptor &d) const;
  bool is_kin(const image::Descriptor &d, const image::Descriptor &other) const;
  u64 kin_left(const image::Descriptor &d) const;
  void opened_in_place(const image::Descriptor &d);
  void close_kin(const image::Descriptor &d);
  // What has that number gets another one.
  bool step_aside(int number);
  // Descriptors are in their places: epoll sets are filled, memfds sealed.
  bool finish(Reason &why);
  void start_timers() const;

private:
  bool make(const image::Descriptor &d, Text<8300> &path, Reason &why);
  bool open_terminal(const image::Descriptor &d, int &fd, Reason &why);
  u64 relative_of(const image::Descriptor &d) const;
  static void close_ends(Made &made);

  const ImageFile &image_;
  Span<Made> made_;
  bool dry_ = false;
  bool connected_ = false; // make_connections was called
};

// The kinds, in files of their own.  `index` is that of the content.
bool make_pipe(const ImageFile &image, const image::Descriptor &d,
               Text<8300> &path, Made &made, bool dry, Reason &why);
bool open_pipe_end(const image::View &view, const image::Descriptor &d,
                   Text<8300> &path, Made &made, bool dry, int &fd,
                   Reason &why);
bool make_counter(const image::Content &content, Made &made, Reason &why);
bool make_timer(const image::Content &content, Made &made, Reason &why);
void start_timer(int fd, const image::Content &content);
bool make_signalfd(const image::Content &content, Made &made, Reason &why);
bool make_memfd(const ImageFile &image, const image::Descriptor &d, Made &made,
                Reason &why);
bool make_unlinked(const ImageFile &image, const image::Descriptor &d,
                   Text<8300> &path, Made &made, Reason &why);
// The one that O_TMPFILE has made, and F_GETFL shows as such: no other
// description of its file is.
bool is_first_of_temporary(const image::Descriptor &d);
// dry: no name is taken.
bool make_socket(const ImageFile &image, const image::Descriptor &d,
                 Span<Made> all, bool dry, Reason &why);
// TCP connections within the program: before any socket listens.
bool make_connections(const ImageFile &image, Span<Made> all, bool dry,
                      Reason &why);
// Of local sockets whose files were gone; until then others connect by them.
void remove_names(const ImageFile &image);
// Connections that were not accepted are made again.
bool connect_waiting(const ImageFile &image, Span<const int> fds, Reason &why);
// Descriptors on their way are sent again, with all that is in their queues.
bool send_flights(const ImageFile &image, Span<const Made> all,
                  Span<const int> fds, Reason &why);
// Which of `fds` is the socket's or the pipe's; -1: none.
int fd_of_content(const image::View &view, Span<const int> fds, size_t index);
// Datagrams that waited are sent again, and sockets that send to a name are
// connected to it.  `fd` of each content, -1: it has none.
bool send_datagrams(const ImageFile &image, Span<const int> fds, Reason &why);
bool make_master(const ImageFile &image, const image::Descriptor &d, Made &made,
                 Reason &why);
bool open_slave(const image::Descriptor &d, int master, int &fd, Reason &why);
void finish_terminals(const image::View &view);
bool fill_epoll_sets(const image::View &view, Reason &why);
bool make_process(const image::Descriptor &d, int &fd, Reason &why);
bool open_queue(const image::View &view, const image::Descriptor &d, bool dry,
                int &fd, Reason &why);
bool make_inotify(Made &made, Reason &why);

// Gives a file the length and the bytes of contents[index].
bool fill_file(const ImageFile &image, size_t index, int fd, Reason &why);

// All frames of a content, in memory of its own that the caller unmaps.
bool read_frames(const ImageFile &image, size_t index, Span<u8> &bytes,
                 Reason &why);

} // namespace ckpt::restart
