// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What a signal that ckpt_run got means for the job, and how ckpt_run ends
// when the job has ended.  Pure.
#pragma once
#include "tools/run/job_line.h"
#include <csignal>

namespace ckpt::run {

struct Received {
  int number = 0;
  int code = 0;   // si_code
  int sender = 0; // si_pid, for a signal that a process sent
};

struct Surroundings {
  int own_pid = 0;
  bool session_leader = false;   // a hang-up is told to us alone
  bool job_in_our_group = false; // a terminal tells us both
};

enum class Meaning {
  kNothing,
  kChild,    // a child changed its state
  kVacate,   // the job is asked for a checkpoint that ends it
  kPeriodic, // ... after which it goes on
  kContinue, // the job is continued
  kPassOn,   // the job gets the same signal
};

Meaning meaning_of(const Received &signal, const RequestSignals &requests,
                   const Surroundings &here);

// Whether a job that stopped by this signal waits for its terminal or its
// shell, so that ckpt_run must stop as well.
bool is_job_control_stop(int signal);

enum class ImageState { kNew, kNotNew, kBad };

struct Ending {
  int signal = 0; // die by it; 0: exit with `status`
  int status = 0;
  MaybeFailure failure; // to print; its code is `status`
};

// A checkpoint that ends a job is told by its death.
bool looks_like_checkpoint(int wait_status);

// image_state, problem: of the image F after the job's death; they matter only
// where that looks like a checkpoint.  checkpoint_status: of
// --checkpoint-exit-code, or 0.
Ending ending_of(int wait_status, int checkpoint_status, ImageState image_state,
                 const std::string &image, const std::string &problem);

} // namespace ckpt::run
