package io.pincite.samples.internal.generate;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/// An English contract of one of eight kinds.
public final class EnglishManuscript {
  private static final String[] FIRST =
      ("Alder,Amber,Anchor,Apex,Aspen,Atlas,Aurora,Beacon,Birch,Bluestone,Bridgeport,Cascade,Cedar,"
              + "Cobalt,Compass,Copper,Coral,Crescent,Delta,Driftwood,Eastgate,Ember,Evergreen,Falcon,"
              + "Foxglove,Garnet,Glacier,Granite,Greenfield,Harbor,Hawthorn,Heron,Highland,Horizon,"
              + "Ironwood,Juniper,Keystone,Lakeside,Larkspur,Lighthouse,Linden,Magnolia,Maple,Meadow,"
              + "Meridian,Millbrook,Northgate,Oakhurst,Onyx,Orchard,Pacific,Pinnacle,Prairie,Quarry,"
              + "Redwood,Ridgeline,Riverbend,Saffron,Sequoia,Silverton,Spruce,Sterling,Summit,Tamarack,"
              + "Thornton,Timber,Vanguard,Vista,Wexford,Willow")
          .split(",", -1);
  private static final String[] SECOND =
      ("Analytics,Automation,Biologics,Building Supply,Capital,Ceramics,Chemicals,Components,"
              + "Constructions,Controls,Dairy,Dynamics,Electronics,Energy,Engineering,Fabrication,Foods,"
              + "Freight,Furnishings,Genetics,Health,Hydraulics,Imaging,Industries,Instruments,"
              + "Interiors,Labs,Learning,Lighting,Logistics,Machinery,Marine,Materials,Media,Medical,"
              + "Metals,Motors,Networks,Optics,Packaging,Paper,Pharma,Plastics,Power,Printing,"
              + "Produce,Properties,Robotics,Scientific,Semiconductor,Shipping,Software,Solutions,"
              + "Steel,Storage,Systems,Technologies,Textiles,Tooling,Ventures,Water,Wireless")
          .split(",", -1);
  private static final String[] FORM = {"Inc.", "LLC", "Corporation", "Ltd.", "L.P.", "Company"};
  private static final String[] STATE =
      ("Delaware,New York,California,Texas,Illinois,Ohio,Washington,Colorado,Georgia,Virginia,"
              + "Minnesota,Oregon,Michigan,North Carolina,Arizona,Tennessee,Florida,New Jersey")
          .split(",", -1);
  private static final String[] STREET =
      ("Market Street,Broad Street,Lincoln Avenue,Commerce Drive,River Road,Jefferson Street,"
              + "Industrial Parkway,Park Avenue,Franklin Street,Monroe Street,Cherry Lane,Mill Road")
          .split(",", -1);
  private static final String[] MONTH =
      "January,February,March,April,May,June,July,August,September,October,November,December"
          .split(",", -1);
  private static final String[] SMALL =
      ("zero,one,two,three,four,five,six,seven,eight,nine,ten,eleven,twelve,thirteen,fourteen,"
              + "fifteen,sixteen,seventeen,eighteen,nineteen")
          .split(",", -1);
  private static final String[] TENS =
      "zero,ten,twenty,thirty,forty,fifty,sixty,seventy,eighty,ninety".split(",", -1);

  /// @param fee what the money is called
  private record Kind(
      String title, String first, String second, String subject, String fee, String silent) {}

  private static final Kind[] KINDS = {
    new Kind(
        "Supply Agreement",
        "Supplier",
        "Buyer",
        "the supply of machined components and spare parts",
        "annual purchase commitment",
        "What is the monthly rent?"),
    new Kind(
        "Consulting Agreement",
        "Consultant",
        "Client",
        "advisory services for the reorganization of its procurement",
        "total consulting fee",
        "How large are the leased premises?"),
    new Kind(
        "Software License Agreement",
        "Licensor",
        "Licensee",
        "a license of planning software for its production sites",
        "annual license fee",
        "Which vehicle is provided to the employee?"),
    new Kind(
        "Warehouse Lease Agreement",
        "Landlord",
        "Tenant",
        "the lease of warehouse space with loading docks",
        "annual base rent",
        "How many stock options are granted?"),
    new Kind(
        "Distribution Agreement",
        "Manufacturer",
        "Distributor",
        "the distribution of its products in the territory",
        "minimum annual purchase amount",
        "What is the base salary?"),
    new Kind(
        "Maintenance Agreement",
        "Contractor",
        "Owner",
        "the maintenance of building and process equipment",
        "annual maintenance fee",
        "How many days of paid vacation are granted?"),
    new Kind(
        "Equipment Rental Agreement",
        "Lessor",
        "Lessee",
        "the rental of earthmoving and lifting equipment",
        "total rental charge",
        "Which university holds the patents?"),
    new Kind(
        "Loan Agreement",
        "Lender",
        "Borrower",
        "a term loan for the acquisition of production equipment",
        "principal amount",
        "What is the warranty period for the goods?")
  };

  private final Random random;
  private final Kind kind;
  private final String first;
  private final String second;

  private EnglishManuscript(int seed) {
    // Neighbouring seeds must not give neighbouring contracts.
    random = new Random(seed * 0x9E3779B97F4A7C15L + 0x1234567L);
    kind = any(KINDS);
    first = company(seed * 2L);
    second = company(seed * 2L + 1);
  }

  /// The parts of a manuscript: opening, sections of which any number of the first may be kept, and
  /// the end with signatures and questions. `#` stands for a number yet to be given.
  public static List<String> parts(int seed, int pages) {
    return new EnglishManuscript(seed).write(pages);
  }

  private List<String> write(int pages) {
    var parts = new ArrayList<String>();
    boolean letter = random.nextBoolean();
    int year = 2022 + random.nextInt(5);
    String date = MONTH[random.nextInt(12)] + " " + (1 + random.nextInt(28)) + ", " + year;
    String state = any(STATE);
    int years = 1 + random.nextInt(9);
    String term =
        random.nextInt(3) == 0
            ? count(6 + 6 * random.nextInt(9)) + " months"
            : count(years) + (years == 1 ? " year" : " years");
    String amount =
        "$" + String.format(Locale.ROOT, "%,d", 500L * (40 + random.nextInt(9000))) + ".00";
    String payment = count(10 + 5 * random.nextInt(11)) + " days";
    String notice = count(30 + 15 * random.nextInt(11)) + " days";
    String title = kind.title.toUpperCase(Locale.ROOT);
    parts.add(
        """
        title: %s between %s and %s
        language: en
        paper: %s
        size: %s
        hyphenate: %s
        spaces: %s
        align: %s
        headings: %s
        header: %s
        footer: %s
        ---
        # %s

        This %s (this “**Agreement**”) is made as of %s (the “**Effective Date**”) between **%s**, a company organized under the laws of %s with its principal office at %d %s (“**%s**”), and **%s**, a company organized under the laws of %s with its principal office at %d %s (“**%s**”).

        %s wishes to obtain from %s, and %s is willing to grant, %s, on the terms of this Agreement. The parties therefore agree as follows:

        """
            .formatted(
                kind.title,
                first,
                second,
                letter ? "letter" : "a4",
                any("10.5", "11", "11.5"),
                any("yes", "no"),
                any("drawn", "gaps"),
                any("justified", "justified", "left"),
                any("left", "left", "center"),
                any("", kind.title + "||" + first, "||Confidential"),
                any("|Page {page} of {pages}|", "|{page}|", kind.title + "||Page {page}"),
                title,
                kind.title,
                date,
                first,
                any(STATE),
                10 + random.nextInt(980),
                any(STREET),
                kind.first,
                second,
                state,
                10 + random.nextInt(980),
                any(STREET),
                kind.second,
                kind.second,
                kind.first,
                kind.first,
                kind.subject));

    var essential = new ArrayList<String>();
    essential.add(
        section("TERM")
            + clause(
                "Term",
                any(
                        "⟦term:This Agreement begins on the Effective Date and continues for a term of ⟦term.a:%s⟧,⟧ unless terminated earlier in accordance with its provisions.",
                        "⟦term:The term of this Agreement shall be ⟦term.a:%s⟧ from the Effective Date,⟧ subject to earlier termination as provided below.",
                        "⟦term:Unless terminated earlier, this Agreement remains in force for ⟦term.a:%s⟧ after the Effective Date.⟧")
                    .formatted(term))
            + clause(
                "Renewal",
                any(
                    "The parties may extend this Agreement by a written instrument signed by both of them before the end of the term. There is no automatic renewal.",
                    "This Agreement ends with its term without any notice being required. Negotiations about an extension do not extend it.")));
    essential.add(
        section("CONSIDERATION")
            + clause(
                "Amount",
                any(
                        "⟦amount:The %s is ⟦amount.a:%s⟧.⟧ It does not include sales, use or value added tax, which %s shall pay in addition where it is due.",
                        "⟦amount:The parties agree on the %s of ⟦amount.a:%s⟧.⟧ It is exclusive of all taxes, which are borne by %s.")
                    .formatted(kind.fee, amount, kind.second))
            + clause(
                "Payment",
                any(
                        "⟦payment:Each invoice is payable within ⟦payment.a:%2$s⟧ after its receipt.⟧ Payment is made by bank transfer to the account stated on the invoice.",
                        "⟦payment:%1$s shall pay each undisputed invoice not later than ⟦payment.a:%2$s⟧ after the date of the invoice.⟧ A payment is made when it is credited to the account of the recipient.")
                    .formatted(kind.second, payment)));
    essential.add(
        section("TERMINATION")
            + clause(
                "Termination by Notice",
                any(
                        "⟦notice:Either party may terminate this Agreement without cause by giving the other not less than ⟦notice.a:%s⟧ prior written notice.⟧",
                        "⟦notice:This Agreement may be terminated by either party at any time upon ⟦notice.a:%s⟧ written notice to the other.⟧")
                    .formatted(notice))
            + clause(
                "Termination for Cause",
                "Either party may terminate this Agreement with immediate effect if the other commits a material breach and, where the breach can be cured, does not cure it within %s days after a written notice that describes it."
                    .formatted(count(20 + 5 * random.nextInt(4)))));
    essential.add(
        section("GOVERNING LAW")
            + clause(
                "Governing Law",
                any(
                        "⟦law:This Agreement is governed by ⟦law.a:the laws of the State of %s⟧,⟧ without regard to its conflict of laws rules.",
                        "⟦law:The validity, interpretation and performance of this Agreement are subject to ⟦law.a:the laws of the State of %s⟧.⟧")
                    .formatted(state))
            + clause(
                "Venue",
                "The courts having jurisdiction at the principal office of %s are competent for all disputes arising out of this Agreement, and each party submits to their jurisdiction."
                    .formatted(any(kind.first, kind.second))));

    var optional = new ArrayList<>(optional());
    Collections.shuffle(optional, random);
    for (int schedule = 1; schedule <= 2 * pages; schedule++) {
      optional.add(schedule(schedule));
    }
    // What is asked about must stand in every version; it is mixed with the first few others.
    var opening = new StringBuilder(parts.removeFirst());
    var others =
        new ArrayList<>(optional.subList(0, Math.min(pages <= 3 ? 0 : 4, optional.size())));
    optional.subList(0, others.size()).clear();
    others.addAll(essential);
    Collections.shuffle(others, random);
    others.forEach(opening::append);
    parts.add(opening.toString());
    parts.addAll(optional);
    parts.add(
        """
        IN WITNESS WHEREOF, the parties have signed this Agreement as of the Effective Date.

        @sign
        **%s**
        By: ____
        Name: %s

        @sign
        **%s**
        By: ____
        Name: %s

        @ask term | term | en | How long is the term of the agreement? | {term}

        @ask term-named | term | en | How long is the term of the %s between %s and %s? | {term}

        @ask amount | amount | en | What is the %s? | {amount}

        @ask payment | payment | en | Within how many days are invoices payable? | {payment}

        @ask notice | notice | en | How much notice is needed to terminate the agreement without cause? | {notice}

        @ask law | law | en | Which law governs the agreement? | {law}

        @ask silent | - | en | %s
        """
            .formatted(
                first.toUpperCase(Locale.ROOT),
                person(),
                second.toUpperCase(Locale.ROOT),
                person(),
                kind.title.toLowerCase(Locale.ROOT),
                first,
                second,
                kind.fee,
                kind.silent));
    return parts;
  }

  private List<String> optional() {
    var all = new ArrayList<String>();
    all.add(
        section("SCOPE")
            + clause(
                "Scope",
                "The subject of this Agreement is %s. Details are set out in the orders that %s places under this Agreement and that %s confirms in writing. General terms of business of either party do not apply, even if an order or confirmation refers to them."
                    .formatted(kind.subject, kind.second, kind.first))
            + clause(
                "Changes",
                "%s may request changes. %s shall state within %s days what effect a change has on price and time. A change becomes binding when both parties have agreed to it in writing."
                    .formatted(kind.second, kind.first, count(5 + random.nextInt(10)))));
    all.add(
        section("CONFIDENTIALITY")
            + clause(
                "Obligation",
                "Each party shall keep confidential all information of the other that is marked as confidential or is confidential by its nature, and shall use it only for the purposes of this Agreement.")
            + clause(
                "Duration",
                "This obligation continues for %s years after the end of this Agreement."
                    .formatted(count(2 + random.nextInt(6)))));
    all.add(
        section("LIABILITY")
            + clause(
                "Exclusion",
                "Neither party is liable for indirect or consequential damages, including loss of profit, loss of production and loss of data.")
            + clause(
                "Limit",
                "The total liability of either party in any contract year shall not exceed %s percent of the amounts paid or payable in that year. This limit does not apply to death, personal injury, fraud or willful misconduct."
                    .formatted(count(50 + 25 * random.nextInt(5)))));
    all.add(
        section("WARRANTIES")
            + clause(
                "Mutual Warranties",
                "Each party warrants that it is duly organized, that it has the power to enter into this Agreement, and that doing so does not violate any other agreement to which it is a party.")
            + clause(
                "Performance",
                "%s warrants that it will perform its obligations with reasonable skill and care and in accordance with applicable law and the standards generally recognized in its trade."
                    .formatted(kind.first)));
    all.add(
        section("INSURANCE")
            + clause(
                "Coverage",
                "%s shall maintain commercial general liability insurance with a limit of not less than $%d,000,000 per occurrence for as long as this Agreement is in force, and shall deliver a certificate of insurance upon request."
                    .formatted(kind.first, 1 + random.nextInt(9))));
    all.add(
        section("FORCE MAJEURE")
            + clause(
                "Relief",
                "A party is excused from performance for as long as an event beyond its reasonable control prevents it from performing, provided that it notifies the other party without delay and uses reasonable efforts to overcome the event.")
            + clause(
                "Duration",
                "If the event lasts more than %s days, either party may withdraw from the part of this Agreement that has not yet been performed."
                    .formatted(count(45 + 15 * random.nextInt(8)))));
    all.add(
        section("INDEMNIFICATION")
            + clause(
                "Indemnity",
                "Each party shall indemnify the other against claims of third parties to the extent that they result from:")
            + item("a", "a breach of its obligations under this Agreement;")
            + item(
                "b",
                "its negligence or willful misconduct, or that of persons for whom it is responsible; or")
            + item("c", "an infringement of intellectual property rights by what it supplies.")
            + clause(
                "Procedure",
                "The party that seeks indemnification shall notify the other promptly, leave the defense of the claim to it, and give it reasonable assistance at its expense."));
    all.add(
        section("INSPECTION AND ACCEPTANCE")
            + clause(
                "Inspection",
                "%s shall inspect what it receives within %s days and shall notify %s in writing of any defect that it finds. Defects that could not be found by a reasonable inspection shall be notified when they are discovered."
                    .formatted(kind.second, count(5 + random.nextInt(20)), kind.first))
            + clause(
                "Remedies",
                "%s shall at its expense correct defects of which it has been notified within a reasonable time. If it fails to do so, %s may have them corrected by others and claim the cost."
                    .formatted(kind.first, kind.second)));
    all.add(
        section("PERSONNEL AND SAFETY")
            + clause(
                "Personnel",
                "Each party assigns personnel with suitable qualifications and remains their sole employer. Persons who work at a site of the other party shall observe its rules on access, conduct and safety.")
            + clause(
                "Reporting",
                "Accidents and dangerous occurrences shall be reported to the other party within %s hours."
                    .formatted(count(12 * (1 + random.nextInt(4))))));
    all.add(
        section("RECORDS AND AUDIT")
            + clause(
                "Records",
                "%s shall keep complete records of its performance and of the amounts charged for %s years and make them available for inspection during business hours upon %s days’ notice."
                    .formatted(
                        kind.first, count(3 + random.nextInt(5)), count(5 + random.nextInt(10)))));
    all.add(
        section("DATA PROTECTION")
            + clause(
                "Compliance",
                "Where a party processes personal data for the other, it shall do so only on documented instructions, shall protect the data by appropriate technical and organizational measures, and shall delete them when they are no longer needed.")
            + clause(
                "Incidents",
                "A party that becomes aware of a breach of personal data shall inform the other within %s hours."
                    .formatted(count(24 * (1 + random.nextInt(3))))));
    all.add(
        section("NOTICES")
            + clause(
                "Form",
                "Notices under this Agreement shall be in writing and delivered by hand, by courier or by registered mail to the address stated at its beginning, or to another address of which the recipient has given notice. A notice takes effect upon receipt."));
    all.add(
        section("ASSIGNMENT")
            + clause(
                "Restriction",
                "Neither party may assign this Agreement or rights under it without the prior written consent of the other, which shall not be unreasonably withheld. A transfer to an affiliate requires notice only.")
            + clause(
                "Subcontracting",
                "%s may engage subcontractors with the consent of %s and is responsible for them as for its own personnel."
                    .formatted(kind.first, kind.second)));
    all.add(
        section("DISPUTES")
            + clause(
                "Escalation",
                "The parties shall try to resolve disputes by negotiation between their managers, and if these do not agree within %s days, between their chief executives, before they take legal action. Urgent relief may be sought at any time."
                    .formatted(count(10 + 5 * random.nextInt(5)))));
    all.add(
        section("COMPLIANCE")
            + clause(
                "Laws",
                "Each party shall comply with the laws that apply to it, in particular those on the prevention of corruption, on competition, on export control and on the protection of the environment.")
            + clause(
                "Conduct",
                "Neither party shall offer or accept any advantage to influence a decision connected with this Agreement. A violation entitles the other party to terminate with immediate effect."));
    all.add(
        section("INTELLECTUAL PROPERTY")
            + clause(
                "Existing Rights",
                "Each party keeps the rights that it held before the Effective Date. No license is granted except as this Agreement expressly provides.")
            + clause(
                "Results",
                "Rights in results that are created under this Agreement for %s belong to it upon payment of the amounts due for them."
                    .formatted(kind.second)));
    all.add(
        section("GENERAL PROVISIONS")
            + clause(
                "Entire Agreement",
                "This Agreement contains all arrangements of the parties on its subject. There are no oral side agreements.")
            + clause(
                "Amendments",
                "Amendments, including any to this clause, require a writing signed by both parties.")
            + clause(
                "Severability",
                "If a provision is or becomes invalid, the others remain in force, and the parties shall replace it by a valid one that comes as close as possible to its purpose.")
            + clause(
                "Counterparts",
                "This Agreement may be signed in counterparts and electronically."));
    return all;
  }

  private String schedule(int number) {
    var text = new StringBuilder();
    text.append("## SCHEDULE ").append(number).append("\n\n");
    text.append(
        "The following items are the subject of this Schedule. Quantities may be adjusted once in each quarter by written notice.\n\n");
    text.append("@table grid cols=10c,44l,20r,26r header=1 shade=yes\n");
    text.append("No. | Item | Quantity | Price per unit\n");
    int rows = 9 + random.nextInt(6);
    for (int row = 1; row <= rows; row++) {
      text.append(
          "%d | %s %s, model %s-%d | %d | $%,d.%02d\n"
              .formatted(
                  row,
                  any("Standard", "Compact", "Heavy-duty", "Portable", "Industrial", "Modular"),
                  any(
                      "pump",
                      "valve",
                      "sensor",
                      "drive",
                      "filter",
                      "controller",
                      "bearing",
                      "module"),
                  any("AX", "BR", "CT", "DL", "EV", "KM", "QT", "ZR"),
                  100 + random.nextInt(900),
                  1 + random.nextInt(400),
                  5 + random.nextInt(9000),
                  5 * random.nextInt(20)));
    }
    return text.append('\n').toString();
  }

  private static String section(String heading) {
    return "## #. " + heading + "\n\n";
  }

  private static String clause(String name, String text) {
    return "#.#| **" + name + ".** " + text + "\n\n";
  }

  private static String item(String letter, String text) {
    return "> (" + letter + ")| " + text + "\n\n";
  }

  private String company(long number) {
    // Numbers and names are one to one, until all combinations are used.
    long combinations = (long) FIRST.length * SECOND.length * FORM.length;
    long spread = Math.floorMod(number * 7919, combinations);
    return FIRST[(int) (spread % FIRST.length)]
        + " "
        + SECOND[(int) (spread / FIRST.length % SECOND.length)]
        + " "
        + FORM[(int) (spread / FIRST.length / SECOND.length % FORM.length)];
  }

  private String person() {
    return any(
            "Adaeze",
            "Benjamin",
            "Carla",
            "Dmitri",
            "Elena",
            "Farid",
            "Grace",
            "Hugo",
            "Ingrid",
            "Jamal",
            "Katrin",
            "Louis",
            "Mei",
            "Nora",
            "Oscar",
            "Paula")
        + " "
        + any(
            "Abbott",
            "Brennan",
            "Castillo",
            "Dufour",
            "Eriksen",
            "Fontaine",
            "Grant",
            "Hoffman",
            "Ivanov",
            "Jensen",
            "Kowalski",
            "Lindgren",
            "Moretti",
            "Nakamura",
            "Okonkwo",
            "Park",
            "Quinn",
            "Rossi",
            "Schmidt",
            "Tanaka");
  }

  /// `thirty-six (36)`.
  static String count(int number) {
    return words(number) + " (" + number + ")";
  }

  private static String words(int number) {
    if (number < 20) {
      return SMALL[number];
    }
    if (number < 100) {
      return TENS[number / 10] + (number % 10 == 0 ? "" : "-" + SMALL[number % 10]);
    }
    String rest = number % 100 == 0 ? "" : " " + words(number % 100);
    return SMALL[number / 100] + " hundred" + rest;
  }

  @SafeVarargs
  private <T> T any(T... choices) {
    return choices[random.nextInt(choices.length)];
  }
}
