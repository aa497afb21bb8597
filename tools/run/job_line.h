// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The job's own command line: what its flags say, and what is put in front of
// them.  Pure.
#pragma once
#include "runtime/abi/signal_set.h"
#include "tools/run/options.h"

namespace ckpt::run {

struct RequestSignals {
  u64 vacate = 0;
  u64 periodic = 0;
  u64 all() const { return vacate | periodic; }
};

// What the job will make of its flags: those linked in, those of CKPT_FLAGS
// and those of its command line.
struct JobFlags {
  std::string image;          // where checkpoints go; relative as it was given
  bool wants_restart = false; // -_condor_restart is among them
  bool chooses_itself = false; // -_ckpt_auto
  bool has_stream = false; // a command stream may name other images
  RequestSignals signals;
};

struct JobLine {
  std::vector<std::string> argv;
  std::string ckpt_flags; // CKPT_FLAGS for the job; "": as it is
};

// default_flags: of the program's note.  environment: CKPT_FLAGS.
MaybeFailure read_job_flags(const CommandLine &line,
                            const std::string &default_flags,
                            const std::string &environment, JobFlags &out);

enum class StartFrom { kBeginning, kImage };

// image: JobFlags::image, with its whole path for a script (which may change
// the directory).
MaybeFailure make_job_line(const CommandLine &line, const std::string &image,
                           StartFrom from, const std::string &environment,
                           JobLine &out);

} // namespace ckpt::run
