package dev.asynclab.trial;

/// A trial process on the fake models, for tests that need a real process.
final class FakeTrial {
    private FakeTrial() {}

    public static void main(String[] args) throws InterruptedException {
        TrialMain.run((id, setup) -> {
            System.out.println("a model that prints must not disturb the protocol");
            return FakeModels.create(id);
        });
    }
}
