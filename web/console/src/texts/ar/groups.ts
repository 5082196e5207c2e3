import type { Texts } from '../en/index.ts';

const forms: Record<string, string> = { one: 'عضو', two: 'عضوان', few: 'أعضاء', many: 'عضوًا', other: 'عضو', zero: 'أعضاء' };
const groupForms: Record<string, string> = { one: 'مجموعة', two: 'مجموعتان', few: 'مجموعات', many: 'مجموعة', other: 'مجموعة', zero: 'مجموعات' };
const plural = new Intl.PluralRules('ar');

export const groups: Texts['groups'] = {
  title: 'المجموعات',
  count: (n) => `${n} ${groupForms[plural.select(n)] ?? ''}`,
  lead: 'تقرر المجموعة أنواع مفاتيح الأمان التي يجوز أن تُعطى لأعضائها.',
  create: 'مجموعة جديدة',
  search: 'ابحث عن مجموعة',
  columns: { name: 'الاسم', members: 'الأعضاء', kinds: 'أنواع المفاتيح', created: 'أُنشئت' },
  order: { NAME: 'حسب الاسم', CREATED_AT: 'حسب وقت الإنشاء' },
  anyKind: 'أي نوع',
  noKind: 'لا مفاتيح',
  empty: { title: 'لا مجموعات بعد', text: 'أنشئ مجموعة لتقرر من يجوز له أي مفتاح.', nothingFits: 'لا مجموعة تطابق', clear: 'امسح البحث' },
  form: {
    createTitle: 'مجموعة جديدة',
    editTitle: 'تعديل المجموعة',
    name: 'الاسم',
    description: 'الغرض منها',
    policy: 'أنواع المفاتيح التي يجوز أن تُعطى لأعضائها',
    any: 'أي نوع',
    some: 'هذه فقط',
    someHint: 'إن كان الشخص في عدة مجموعات، فيجب أن تسمح كل منها بالنوع. ما لدى الأعضاء من مفاتيح يبقى.',
    create: 'أنشئ المجموعة',
    save: 'حفظ',
  },
  edit: 'تعديل',
  remove: {
    button: 'حذف',
    title: (name) => `هل تحذف ${name}؟`,
    text: 'يبقى أعضاؤها ومفاتيحهم. يزول ما قررته المجموعة عن المفاتيح الجديدة.',
    confirm: 'احذف المجموعة',
  },
  members: {
    title: 'الأعضاء',
    count: (n, said) => `${said} ${forms[plural.select(n)] ?? ''}`,
    add: 'أضف شخصًا',
    addHint: 'الاسم أو البريد أو اسم المستخدم',
    none: { title: 'لا أحد فيها بعد', text: 'ابحث عن شخص في الأعلى لتضيفه.' },
    noneText: 'لم يُضف أحد.',
    takeOut: 'إخراج',
    takeOutOf: (name) => `إخراج: ${name}`,
    added: (name) => `${name} في المجموعة الآن.`,
    takenOut: (name) => `لم يعد ${name} في المجموعة.`,
  },
  policy: 'أنواع المفاتيح',
  back: 'كل المجموعات',
};
