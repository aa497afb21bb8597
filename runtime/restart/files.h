// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The saved descriptors: reopened and verified first, put in their places when
// nothing else can be refused any more, their files rolled back last of all.
// Phase: pre-libc.  Errors: false, and `why` names the file and what to do.
#pragma once
#include "runtime/ckpt/arena.h"
#include "runtime/ckpt/stopped_thread.h"
#include "runtime/image/decode.h"
#include "runtime/restart/cut.h"
#include "runtime/restart/objects.h"

namespace ckpt::restart {

inline bool is_writable(const image::Descriptor &d) {
  return (d.open_flags & O_ACCMODE) != O_RDONLY;
}

// What the command stream's `fd` opened for the restored program
// (files_given.cpp): its number N is that of the saved descriptor here, or that of
// the one that the saved program knew as N.
//
// Finds which they are, and a number beside the saved ones for others.
bool settle_given(const image::View &view, Reason &why);
// This process's descriptor that the restored program has at `number`; -1: none.
int given_for(int number);
// This process's descriptor N is one.
bool given_by_stream(int number);

class Files {
public:
  explicit Files(const ImageFile &image)
      : view_(image.view), objects_(image) {}

  // Enters the saved working directory, or keeps this one (relocatable).
  bool enter_directory(Reason &why);
  // Where a saved path is now.
  void relocate(StringView saved, Text<8300> &path) const;
  // The descriptor that stands for saved descriptor `number` until place_all.
  int opened(int number) const;
  // Moves `fd` above every saved number; the old one is closed.
  bool move_away(int &fd, Reason &why);
  // Every number counts: settle_in_place then, with what stays open besides.
  bool is_cramped() const;
  void settle_in_place(Span<const int> kept);
  int stderr_of_program() const; // -1: it has none
  // Where it is no saved descriptor's.
  bool get_out_of_the_way(int &fd, Reason &why) const;
  // First of all; what stays open besides is moved away before open_all.
  bool make_tables(Arena &arena, Reason &why);
  bool open_all(Reason &why);
  void only_try() { objects_.only_try(); }
  // From here this process has the saved descriptors, those that a command
  // stream gave it, and those in `kept`.
  bool place_all(Span<const int> kept, Reason &why);
  // Those that send their signals to other threads, when these are there.
  void own_by_threads(Span<const StoppedThread> threads) const;
  bool take_locks(Reason &why);
  // What inotify descriptors watch, in files_watched.cpp.  What this process
  // did to the files itself is no event of the program's: as late as can be.
  bool place_watches(Reason &why);
  void start_watches();
  // Timers run from here on.
  void start_timers() const { objects_.start_timers(); }
  // What is on its way has no number of its own.  Last of all; no file of theirs
  // has a record lock, which would go with it.
  void close_flights() const;
  // Cuts files that were open for writing to their saved length.
  bool roll_back(Reason &why);
  // Gives up the descriptors that open_all allowed itself; those above the
  // limit stay open.
  void lower_limit();

private:
  struct CutDone {
    u64 size; // of the file before; 0: it was not cut
    int copy;
  };

  bool is_of_other_thread(const image::Descriptor &d) const;
  // The name that a file has now, beside the one it had; empty: the same.
  struct RenamedTo {
    u32 size;
    char name[256];
  };

  bool open_one(const image::Descriptor &d, int &fd, Reason &why);
  bool enter_removed(StringView was, bool &removed, Reason &why);
  bool open_removed(const image::Descriptor &d, int &fd, Reason &why);
  bool open_path(const image::Descriptor &d, int &fd, Reason &why);
  bool is_same_kind(const image::Descriptor &d, const struct stat &st,
                    StringView path, Reason &why) const;
  bool refuse_full(Reason &why) const;
  bool set_aside(int &fd, Reason &why);
  SysResult copy_aside(int fd, int wanted);
  static bool has_offset(const image::Descriptor &d);
  bool leads(const image::Descriptor &d) const;
  void close_unwanted(Span<const int> kept) const;
  bool open_in_place(Reason &why);
  bool open_in_turn(size_t i, Reason &why);
  bool open_given(Reason &why);
  bool open_kin(size_t first, Reason &why);
  bool settle(size_t i, Reason &why);
  bool make_way(size_t i);
  bool place(size_t i);
  bool open_renamed(const image::Descriptor &d, Text<8300> &path,
                    SysResult &opened);
  void say_where_it_is(const image::Descriptor &d, Text<8300> &path,
                       Reason &why) const;
  bool rename_back(size_t index, Reason &why) const;
  bool rename_all_back(Reason &why) const;
  bool take_given(const image::Descriptor &d, int number, int &fd,
                  Reason &why);
  bool take_inherited(const image::Descriptor &d, int &fd, Reason &why);
  void go_on_in(const image::Descriptor &d, int fd, u64 size);
  bool continue_stream(const image::Descriptor &d, int fd, Reason &why);
  void name_watched(const image::FileWatch &w, Text<8300> &path) const;
  bool place_watch(const image::FileWatch &w, Reason &why);
  bool must_cut(size_t index, u64 &size) const;
  Cut cut_of(size_t index) const;
  bool cut_all(Reason &why);
  void relocate(const image::Descriptor &d, Text<8300> &path) const {
    relocate(view_.path(d), path);
  }

  const image::View &view_;
  Objects objects_;
  int base_ = 3;           // above every saved number
  bool tight_ = false;     // temporary descriptors are below base_, too
  bool in_place_ = false;  // there are none
  Span<int> temporary_;    // one for each record; -1: shares another's
  Span<bool> same_file_;   // offset and length are the saved file's
  Span<CutDone> cuts_;     // one for each record
  Span<int> gone_; // one for each watch: 1 + a file that stands for one removed
  Span<RenamedTo> renamed_; // one for each record
  rlimit64 limit_ = {};    // of open files, as this process got it
  bool limit_known_ = false;
  char cwd_[kPageSize] = {};
};

} // namespace ckpt::restart
