// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Where this kernel's vDSO goes at a restart:
//   the same bytes as the saved one's -> to the saved place, but for the first
//                                        restart of a program
//   others, or the move is forbidden  -> it stays (or steps aside), and the
//                                        saved bytes lead to it
// In the second case zeros take the place of the saved vDSO's data.  A function
// that was interrupted in its middle (by a handler of the program's, in which
// the checkpoint happened) then finds a clock it cannot read, and asks the
// kernel.  Only its first 16 bytes, where the jump is, cannot be gone back to.
// Phase: pre-libc.  Errors: false and `why`.
#pragma once
#include "runtime/restart/window.h"

namespace ckpt::restart {

class VdsoPlacement {
public:
  // Decides; nothing is moved.
  void compare(const ImageFile &file, const AddressSpace &space);

  // The saved bytes are built as an ordinary mapping.
  bool keeps_saved_bytes() const { return saved_.end && !same_; }
  // The kernel's clock_gettime at its final place; 0: it has no vDSO.
  u64 clock_function() const;

  // Moves the vDSO into the window if it must leave its place, and prepares
  // what takes the place of the saved one's data.
  bool move_aside(const AddressSpace &space, const Window &window,
                  Reason &why);

  // Makes the saved bytes lead to this kernel's vDSO.
  bool redirect(const ImageFile &file, const Placement &placement,
                Reason &why);

  // What the restorer must still move.
  Span<const Move> final_moves() const { return {moves_, move_count_}; }
  Range final_place() const { return same_ ? saved_ : here_; }

private:
  bool in_the_way(const image::View &view) const;
  bool move_pieces(const AddressSpace &space, const Window &window,
                   Reason &why);
  bool make_empty_data(const Window &window, Reason &why);

  Range saved_ = {};     // the saved vDSO
  Range saved_all_ = {}; // with its data in front
  Range here_ = {};      // this kernel's, wherever it is now
  Range here_all_ = {};
  bool sealed_ = false;
  bool same_ = false;
  bool must_step_aside_ = false;
  Move moves_[kMostVdsoPieces] = {};
  size_t move_count_ = 0;
};

} // namespace ckpt::restart
