// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What a signal means for the job, and how ckpt_run ends after it.
#include "test/unit/check.h"
#include "tools/run/images.h"
#include "tools/run/policy.h"

using namespace ckpt;
using namespace ckpt::run;

namespace {

constexpr RequestSignals kPair = {signal_bit(SIGTSTP), signal_bit(SIGUSR2)};
constexpr int kKernel = SI_KERNEL;

Meaning sent(int number, RequestSignals requests = kPair) {
  return meaning_of({number, SI_USER, 100}, requests, {7, false, true});
}

Meaning from_terminal(int number, Surroundings here) {
  return meaning_of({number, kKernel, 0}, kPair, here);
}

// Status words as wait(2) has them: signal(7) and <bits/waitstatus.h>.
constexpr int exited(int status) { return status << 8; }
constexpr int killed(int signal) { return signal; }

Ending ending(int status, ImageState state = ImageState::kNew, int code = 0) {
  return ending_of(status, code, state, "F", "F: broken");
}

} // namespace

TEST(requests) {
  CHECK(sent(SIGTERM) == Meaning::kVacate);
  CHECK(sent(SIGTSTP) == Meaning::kVacate);
  CHECK(sent(SIGUSR2) == Meaning::kPeriodic);
  CHECK(sent(SIGCONT) == Meaning::kContinue);
  CHECK(sent(SIGCHLD) == Meaning::kChild);
  for (int number : {SIGINT, SIGQUIT, SIGHUP, SIGUSR1, SIGALRM, SIGWINCH,
                     SIGABRT, SIGSEGV, SIGPIPE, SIGXCPU, SIGRTMIN, SIGRTMAX})
    CHECK(sent(number) == Meaning::kPassOn);
}

TEST(other_request_signals) {
  RequestSignals others = {signal_bit(SIGUSR1) | signal_bit(SIGXCPU),
                           signal_bit(SIGHUP)};
  CHECK(sent(SIGTERM, others) == Meaning::kVacate);
  CHECK(sent(SIGUSR1, others) == Meaning::kVacate);
  CHECK(sent(SIGXCPU, others) == Meaning::kVacate);
  CHECK(sent(SIGHUP, others) == Meaning::kPeriodic);
  CHECK(sent(SIGTSTP, others) == Meaning::kPassOn);
  CHECK(sent(SIGUSR2, others) == Meaning::kPassOn);
  CHECK(sent(SIGTERM, {0, signal_bit(SIGUSR2)}) == Meaning::kPassOn);
}

TEST(a_terminal_tells_the_job_itself) {
  Surroundings group = {7, false, true}, apart = {7, false, false};
  for (int number : {SIGINT, SIGQUIT, SIGTSTP, SIGHUP, SIGWINCH, SIGCONT}) {
    CHECK(from_terminal(number, group) == Meaning::kNothing);
    CHECK(from_terminal(number, apart) != Meaning::kNothing);
  }
  CHECK(from_terminal(SIGTSTP, apart) == Meaning::kVacate);
  // The leader of a session is told alone that its terminal is gone.
  Surroundings leader = {7, true, true};
  CHECK(from_terminal(SIGHUP, leader) == Meaning::kPassOn);
  CHECK(from_terminal(SIGCONT, leader) == Meaning::kContinue);
  CHECK(from_terminal(SIGINT, leader) == Meaning::kNothing);
  // What the kernel has to say of ckpt_run's own.
  CHECK(from_terminal(SIGXCPU, apart) == Meaning::kNothing);
  CHECK(from_terminal(SIGXFSZ, apart) == Meaning::kNothing);
}

TEST(own_signals_are_not_the_jobs) {
  for (int number : {SIGPIPE, SIGXFSZ})
    CHECK(meaning_of({number, SI_USER, 7}, kPair, {7, false, true}) ==
          Meaning::kNothing);
  // One that was sent before an exec comes from the same process, too.
  CHECK(meaning_of({SIGTERM, SI_USER, 7}, kPair, {7, false, true}) ==
        Meaning::kVacate);
  CHECK(meaning_of({SIGPIPE, SI_USER, 0}, kPair, {7, false, true}) ==
        Meaning::kPassOn);
}

TEST(stops_that_are_the_shells) {
  CHECK(is_job_control_stop(SIGTSTP) && is_job_control_stop(SIGTTIN) &&
        is_job_control_stop(SIGTTOU));
  CHECK(!is_job_control_stop(SIGSTOP) && !is_job_control_stop(0));
}

TEST(an_exit_status_is_the_jobs) {
  for (int status = 0; status < 256; ++status) {
    Ending end = ending(exited(status), ImageState::kNotNew, 85);
    CHECK(!end.failure && end.signal == 0);
    CHECK_EQ(end.status, status);
    CHECK(!looks_like_checkpoint(exited(status)));
  }
}

TEST(a_death_is_the_jobs) {
  for (int number = 1; number < 65; ++number) {
    bool checkpoint = number == SIGUSR2 || number == SIGTSTP;
    CHECK_EQ(looks_like_checkpoint(killed(number)), checkpoint);
    CHECK_EQ(ending(killed(number)).signal, number);
    CHECK_EQ(ending(killed(number), ImageState::kNew, 85).signal,
             checkpoint ? 0 : number);
    CHECK_EQ(ending(killed(number) | 0x80).signal, number); // dumped core
  }
}

TEST(a_checkpoint_has_an_image) {
  CHECK_EQ(ending(killed(SIGUSR2), ImageState::kNew, 85).status, 85);
  for (int code : {0, 85}) {
    Ending end = ending(killed(SIGUSR2), ImageState::kNotNew, code);
    REQUIRE(end.failure && end.signal == 0);
    CHECK_EQ(end.status, static_cast<int>(ExitCode::kLostCheckpoint));
    CHECK(end.failure->text.find("F is as it was") != std::string::npos);
    end = ending(killed(SIGUSR2), ImageState::kBad, code);
    REQUIRE(end.failure && end.signal == 0);
    CHECK(end.failure->text.find("F: broken") != std::string::npos);
  }
}

TEST(a_new_image) {
  ImageId none, first = {true, {1}, 1}, second = {true, {1}, 2},
                other = {true, {2}, 1};
  CHECK(is_newer(first, none));
  CHECK(!is_newer(none, none) && !is_newer(none, first));
  CHECK(is_newer(second, first));
  CHECK(!is_newer(first, first) && !is_newer(first, second));
  CHECK(is_newer(other, second));
}
