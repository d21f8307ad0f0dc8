import java.io.FileInputStream;
import java.util.HashSet;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;

/** Holds PDFs against veraPDF's profile of PDF/UA-1; one line a file. */
public class UaCheck {
  public static void main(String[] paths) throws Exception {
    VeraGreenfieldFoundryProvider.initialise();
    var ua1 = PDFAFlavour.fromString("ua1");
    var isGood = true;
    for (var path : paths) {
      try (var parser = Foundries.defaultInstance()
              .createParser(new FileInputStream(path), ua1);
          var validator = Foundries.defaultInstance()
              .createValidator(ua1, false)) {
        var result = validator.validate(parser);
        var failed = result.getFailedChecks().values().stream()
            .mapToInt(Integer::intValue).sum();
        System.out.printf("%s: %d checks, %d failed%n",
            path, result.getTotalAssertions(), failed);
        isGood &= result.isCompliant();
        var told = new HashSet<String>();
        for (var assertion : result.getTestAssertions()) {
          var rule = assertion.getRuleId();
          var name = rule.getClause() + "-" + rule.getTestNumber();
          if (assertion.getStatus() == TestAssertion.Status.FAILED
              && told.add(name)) {
            System.out.println("  " + name + " " + assertion.getMessage());
          }
        }
      }
    }
    System.exit(isGood ? 0 : 1);
  }
}
